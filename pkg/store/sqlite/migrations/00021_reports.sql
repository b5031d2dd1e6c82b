-- +goose Up

-- Reports of periods that are over, as they were made: what was told of a month stays what was told.
CREATE TABLE reports (
  source  TEXT    NOT NULL,
  system  TEXT    NOT NULL,
  period  TEXT    NOT NULL, -- daily, weekly, monthly, run
  day     TEXT    NOT NULL, -- 2006-01-02, the first of the period where the system is
  began   INTEGER NOT NULL, -- unix nanoseconds
  ended   INTEGER NOT NULL,
  made    INTEGER NOT NULL,
  text    BLOB    NOT NULL, -- compressed JSON
  PRIMARY KEY (source, system, period, day)
) WITHOUT ROWID;
