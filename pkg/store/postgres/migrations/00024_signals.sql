-- +goose Up

-- What was off: '' the latency, or a word of store.Violation. Several may begin at one moment.
ALTER TABLE violations ADD COLUMN signal TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE violations DROP CONSTRAINT violations_operation_started_key;
ALTER TABLE violations ADD CONSTRAINT violations_begun UNIQUE (operation, signal, started);
