-- +goose Up

-- By what the hours of a set were learned, in the words of whoever asks; '' where nobody said.
ALTER TABLE progress ADD COLUMN described TEXT COLLATE "C" NOT NULL DEFAULT '';
