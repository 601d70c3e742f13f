-- SCL-1: several shards (docs/decisions/068). With one database all of this stays empty.

-- On control: a move as far as it is (src/moving). Until it is opened the organization is read, and not changed; its row is gone when nothing is
-- left to do.
CREATE TABLE moves (
  organization_id TEXT PRIMARY KEY,
  from_shard TEXT NOT NULL,
  to_shard TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  done TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(done)),  -- [table, ...]: copied, compared and alike
  switched_at INTEGER,                         -- the directory names the new shard
  opened_at INTEGER,                           -- the new shard takes changes; what is left is to clear the old one
  leased_until INTEGER NOT NULL DEFAULT 0,
  CHECK (from_shard <> to_shard)
) STRICT;

-- On control: what a change decided here owes to an organization's shard, in the same batch as the change; carried out at once, and by the
-- clock until it is. Statements with their values, of the version of the portal that wrote them.
CREATE TABLE owed (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  statements TEXT NOT NULL CHECK (json_valid(statements)),  -- [[sql, [value, ...]], ...]
  created_at INTEGER NOT NULL
) STRICT;

-- On the shard: what was carried out, in the same batch, so that it is done once.
CREATE TABLE paid (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT;
CREATE INDEX paid_by_age ON paid (at);

-- On a shard: organizations that change nothing here: on their way to it or from it, or gone. Every change writes to the audit, so whoever
-- read the directory before an organization left comes too late. While it moves, every table refuses its rows (src/moving/guards.ts).
CREATE TABLE closed_here (
  organization_id TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_not_closed_here BEFORE INSERT ON audit BEGIN
  SELECT RAISE(ABORT, 'organization_moves') WHERE EXISTS (SELECT 1 FROM closed_here c WHERE c.organization_id = NEW.organization_id);
END;
