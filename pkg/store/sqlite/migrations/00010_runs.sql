-- +goose Up

-- Benchmarks and tests that were measured outside of Prometheus, one row per imported file.
CREATE TABLE runs (
  source   TEXT    NOT NULL,
  id       TEXT    NOT NULL, -- made of the file's content
  system   TEXT    NOT NULL,
  format   TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  started  INTEGER,          -- unix nanoseconds, NULL where the file does not say
  imported INTEGER NOT NULL,
  author   TEXT    NOT NULL,
  context  TEXT    NOT NULL, -- JSON
  staging  TEXT    NOT NULL, -- under which its samples were kept
  PRIMARY KEY (source, id)
);

CREATE TABLE run_measured (
  source  TEXT    NOT NULL,
  run     TEXT    NOT NULL,
  number  INTEGER NOT NULL,
  content TEXT    NOT NULL, -- JSON of store.Measured
  PRIMARY KEY (source, run, number),
  FOREIGN KEY (source, run) REFERENCES runs (source, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Pieces are written while a file is being read and belong to nobody until a run names their staging.
CREATE TABLE run_samples (
  source  TEXT    NOT NULL,
  staging TEXT    NOT NULL,
  number  INTEGER NOT NULL,
  part    INTEGER NOT NULL,
  staged  INTEGER NOT NULL, -- unix nanoseconds
  samples BLOB    NOT NULL,
  PRIMARY KEY (source, staging, number, part)
) WITHOUT ROWID;
