-- +goose Up

-- Operations that people defined, one row for each version.
CREATE TABLE own_operations (
  source     TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  system     TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  definition TEXT    NOT NULL, -- JSON
  author     TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  at         INTEGER NOT NULL, -- unix nanoseconds
  deleted    INTEGER NOT NULL,
  PRIMARY KEY (source, id, version)
) WITHOUT ROWID;
