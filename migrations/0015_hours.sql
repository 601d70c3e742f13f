-- SCH-2: a therapist's hours change as one thing. One version guards her windows, exceptions and rules, and what a change replaced is
-- kept with it, so that it can be taken back exactly. Those of the whole practice (holidays) are guarded by the organization's version.

ALTER TABLE staff ADD COLUMN hours_version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE hours_changes (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  about_id TEXT NOT NULL,                      -- the therapist, or the organization itself
  version INTEGER NOT NULL,                    -- that the change made
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  was TEXT NOT NULL CHECK (json_valid(was)),   -- the rows it replaced, whole
  PRIMARY KEY (organization_id, about_id, version)
) STRICT;
