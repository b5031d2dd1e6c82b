-- +goose Up

-- What an act was about, so that it can be taken back; and that it was.
ALTER TABLE acts ADD COLUMN operation_id  INTEGER NOT NULL DEFAULT 0; -- 0: no single one, or it is gone
ALTER TABLE acts ADD COLUMN exclusion     INTEGER NOT NULL DEFAULT 0; -- that it made or withdrew
ALTER TABLE acts ADD COLUMN proposal      INTEGER NOT NULL DEFAULT 0; -- that it decided
ALTER TABLE acts ADD COLUMN item_kind     TEXT    NOT NULL DEFAULT ''; -- of the work item that it moved on
ALTER TABLE acts ADD COLUMN item          TEXT    NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN item_before   TEXT    NOT NULL DEFAULT '{}'; -- JSON: how that item stood before
ALTER TABLE acts ADD COLUMN undoes        INTEGER NOT NULL DEFAULT 0; -- the act that this one took back
ALTER TABLE acts ADD COLUMN undone_at     INTEGER;
ALTER TABLE acts ADD COLUMN undone_by     TEXT    NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN undone_reason TEXT    NOT NULL DEFAULT '';
CREATE INDEX acts_on ON acts (source, operation_id, at);

-- How far people are with what waits for them. What nobody has touched has no row: it is open.
CREATE TABLE work (
  source   TEXT    NOT NULL,
  kind     TEXT    NOT NULL, -- violation, recommendation
  item     TEXT    NOT NULL, -- a violation's id, a recommendation's key
  system   TEXT    NOT NULL,
  title    TEXT    NOT NULL,
  state    TEXT    NOT NULL,
  revision INTEGER NOT NULL, -- grows with every change, so that who comes second is told
  author   TEXT    NOT NULL,
  reason   TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  detail   TEXT    NOT NULL, -- JSON of what the person saw; '' where it is kept elsewhere
  PRIMARY KEY (source, kind, item)
) WITHOUT ROWID;
