-- +goose Up

-- What was off: '' the latency, or a word of store.Violation. Several may begin at one moment.
CREATE TABLE violations_of_signals (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  operation INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  tier      INTEGER NOT NULL,
  started   INTEGER NOT NULL,
  ended     INTEGER, -- NULL while open
  onset     INTEGER,
  delay     INTEGER NOT NULL, -- nanoseconds
  peak      REAL    NOT NULL,
  verdict   TEXT    NOT NULL,
  signal    TEXT    NOT NULL DEFAULT '',
  UNIQUE (operation, signal, started)
);
INSERT INTO violations_of_signals (id, operation, tier, started, ended, onset, delay, peak, verdict)
  SELECT id, operation, tier, started, ended, onset, delay, peak, verdict FROM violations;
-- A number that was given away is not given again, though its violation is gone.
DELETE FROM sqlite_sequence WHERE name = 'violations_of_signals';
INSERT INTO sqlite_sequence (name, seq) SELECT 'violations_of_signals', seq FROM sqlite_sequence WHERE name = 'violations';
DROP TABLE violations;
ALTER TABLE violations_of_signals RENAME TO violations;
