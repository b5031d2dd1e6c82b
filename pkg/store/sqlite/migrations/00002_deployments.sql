-- +goose Up

-- What pipelines and people report; deployments that metrics show are computed when they are asked for.
CREATE TABLE deployments (
  source      TEXT    NOT NULL,
  system      TEXT    NOT NULL,
  at          INTEGER NOT NULL, -- unix nanoseconds
  version     TEXT    NOT NULL, -- '' where none was said
  description TEXT    NOT NULL,
  author      TEXT    NOT NULL,
  PRIMARY KEY (source, system, at, version)
) WITHOUT ROWID;
