-- +goose Up

-- What the hours of a set were measured from, in the words of whoever asks; '' where nobody said.
ALTER TABLE progress ADD COLUMN measured TEXT COLLATE "C" NOT NULL DEFAULT '';
