-- SEC-5: the chain over the audit, as it is made (docs/decisions/062-the-audit-is-sealed.md). The table of 0003 was never written to: it is
-- made anew, and with it its triggers.
DROP TABLE audit_seals;
CREATE TABLE audit_seals (                     -- each seals the entries of one organization since the seal before; append-only
  organization_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, 3 ... in every organization
  from_seq INTEGER NOT NULL,                   -- the seq after the seal before ended: nothing can stand between two seals
  to_seq INTEGER NOT NULL,                     -- of the last entry under it
  entries INTEGER NOT NULL,                    -- how many entries of the organization are sealed up to here
  contents TEXT NOT NULL CHECK (json_valid(contents)), -- [[seq, short hash], ...]: so that what was changed can be named
  previous_digest TEXT NOT NULL,               -- of the seal before; '' for the first
  digest TEXT NOT NULL,                        -- SHA-256 over all of this and every column of the entries
  key_id TEXT NOT NULL,                        -- which secret the seal was made with
  seal TEXT NOT NULL,                          -- HMAC of the digest: nobody without PORTAL_SECRET makes one
  sealed_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, number),
  UNIQUE (organization_id, previous_digest),   -- a chain has no branches: of two sealers at once one is refused
  CHECK (from_seq <= to_seq)
) STRICT;
CREATE INDEX audit_seals_by_end ON audit_seals (to_seq);
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

-- "Who opened my record": reads what was opened of one record, however much else is audited. Queries repeat the condition.
CREATE INDEX audit_openings ON audit (organization_id, entity_id, seq) WHERE action IN ('record.opened', 'client.viewed_as');

-- SEC-6: when the portal last looked at its own data, and when it last raised which alert. Of the deployment, not of a practice.
CREATE TABLE watches (
  name TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  seq INTEGER                                  -- the last audit entry that was looked at
) STRICT;
