-- +goose Up

-- Time that does not teach. NULL as operation is the whole system, NULL as its beginning the beginning of time.
CREATE TABLE exclusions (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  source           TEXT    NOT NULL,
  system           TEXT    NOT NULL,
  operation        INTEGER REFERENCES operations (id) ON DELETE CASCADE,
  began            INTEGER,
  ended            INTEGER NOT NULL,
  kind             TEXT    NOT NULL,
  reason           TEXT    NOT NULL,
  author           TEXT    NOT NULL,
  at               INTEGER NOT NULL,
  withdrawn_at     INTEGER, -- NULL while it holds
  withdrawn_by     TEXT    NOT NULL DEFAULT '',
  withdrawn_reason TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX exclusions_of ON exclusions (source, system);

-- What people did to baselines, with their reasons.
CREATE TABLE acts (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  source    TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  author    TEXT    NOT NULL,
  action    TEXT    NOT NULL,
  system    TEXT    NOT NULL, -- '' for all
  operation TEXT    NOT NULL, -- its name, which outlives it; '' for all of the system
  version   INTEGER NOT NULL, -- that came of it; 0 where none did
  reason    TEXT    NOT NULL
);
CREATE INDEX acts_of ON acts (source, at);

-- What the learner asks a person: is this the new normal?
CREATE TABLE proposals (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  operation     INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  kind          TEXT    NOT NULL,
  since         INTEGER NOT NULL,
  raised        INTEGER NOT NULL,
  detail        TEXT    NOT NULL, -- JSON of store.Shift
  state         TEXT    NOT NULL,
  decided_at    INTEGER,
  decided_by    TEXT    NOT NULL DEFAULT '',
  decided_why   TEXT    NOT NULL DEFAULT '',
  UNIQUE (operation, kind, since)
);

-- When the level of an operation changed, as the learned windows show it.
CREATE TABLE shifts (
  operation INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  at        INTEGER NOT NULL,
  detail    TEXT    NOT NULL, -- JSON of store.Shift
  PRIMARY KEY (operation, at)
) WITHOUT ROWID;
