-- +goose Up

-- Times are unix nanoseconds unless a column says otherwise; NULL is no time.

CREATE TABLE operations (
  id     INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: a forgotten operation's number means nothing else later
  source TEXT NOT NULL,
  system TEXT NOT NULL,
  set_id TEXT NOT NULL,
  labels TEXT NOT NULL, -- JSON object, keys sorted
  name   TEXT NOT NULL,
  UNIQUE (source, system, set_id, labels)
);

-- The windows that end in (day, day + 1], packed by pkg/store/pack. A table with rowids: the rows of one day lie
-- together, as they are written; the key finds the days of one operation.
CREATE TABLE windows (
  operation INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  day       INTEGER NOT NULL, -- days since 1970, UTC
  packed    BLOB    NOT NULL,
  PRIMARY KEY (operation, day)
);

CREATE TABLE learned_hours (
  source TEXT    NOT NULL,
  system TEXT    NOT NULL,
  set_id TEXT    NOT NULL,
  hour   INTEGER NOT NULL, -- start, unix seconds
  PRIMARY KEY (source, system, set_id, hour)
) WITHOUT ROWID;

CREATE TABLE progress (
  source        TEXT    NOT NULL,
  system        TEXT    NOT NULL,
  set_id        TEXT    NOT NULL,
  wanted        INTEGER NOT NULL DEFAULT 0, -- hours
  last_error    TEXT    NOT NULL DEFAULT '',
  last_error_at INTEGER,
  PRIMARY KEY (source, system, set_id)
) WITHOUT ROWID;

CREATE TABLE baselines (
  operation  INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  version    INTEGER NOT NULL,
  record     TEXT    NOT NULL, -- JSON of baseline.Record
  valid_from INTEGER NOT NULL,
  author     TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (operation, version)
);
CREATE INDEX baselines_by_time ON baselines (operation, valid_from, version);

CREATE TABLE violations (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  operation INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  tier      INTEGER NOT NULL,
  started   INTEGER NOT NULL,
  ended     INTEGER, -- NULL while open
  onset     INTEGER,
  delay     INTEGER NOT NULL, -- nanoseconds
  peak      REAL    NOT NULL,
  verdict   TEXT    NOT NULL,
  UNIQUE (operation, started)
);

CREATE TABLE leases (
  source  TEXT PRIMARY KEY,
  owner   TEXT    NOT NULL, -- '' while nobody holds it
  fence   INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

-- Grows with every change of a source's baselines, so that readers know when what they remember is old.
CREATE TABLE changes (
  source TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE health (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
);
