// The audit's order across shards (docs/decisions/069). An entry keeps its seq wherever its organization moves, because the seals and the
// anchors name it: so no seq is ever given out by two shards. Each writes in a range of its own.

/** How many entries a range has: more than a database of 10 GB can hold. */
const range = 10_000_000_000

/** The first seq of the range behind all that were given out: `highest` of any shard. */
export const freshRange = (highest: number): number => (Math.floor(highest / range) + 1) * range + 1

/** The statements of one batch after which a shard gives out seqs from `first` on: SQLite goes on behind the highest there ever was. */
export const goOnFrom = (first: number): string[] => [
  'DROP TRIGGER audit_no_delete',
  `INSERT INTO audit (seq, organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, request_id)
    VALUES (${first - 1}, '', 0, 'system', 'system', 'range.begun', 'range', '', 'range')`,
  `DELETE FROM audit WHERE seq = ${first - 1}`,
  "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END",
]
