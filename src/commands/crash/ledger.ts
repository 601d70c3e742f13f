import type { LocalDatabase } from './local-database.ts'

/** One change as a browser asks for it. `key` is its idempotency key; a switch has none, its version says whether it was there before. */
export interface Change {
  path: string
  person: string
  fields: Record<string, string>
  key: string | null
  /** What it changes, and the version it makes; a new request's id is known from the answer only. */
  entity: { kind: 'appointment' | 'setting'; id: string | null }
  version: number
}

/** What the portal promised by answering 303, and what was asked without an answer. */
export class Ledger {
  acknowledged = 0
  readonly unanswered = new Set<Change>()
  /** Answers that are no answer: status and path. */
  readonly unexpected: string[] = []
  private readonly promises = new Map<string, string>()
  private readonly versions = new Map<string, number>()

  promised(change: Change, location: string): string {
    const id = change.entity.id ?? location.split('/').at(-1)!
    const name = `${change.entity.kind} ${id}`
    this.acknowledged++
    this.versions.set(name, Math.max(this.versions.get(name) ?? 0, change.version))
    if (change.key) this.promises.set(change.key, location)
    return id
  }

  /** What was promised and is not there: every remembered key with its answer, everything at its version at least. */
  lost(db: LocalDatabase): string[] {
    const keys = new Map(rows(db, 'SELECT key, location FROM idempotency').map(({ key, location }) => [key, location]))
    const versions = new Map(rows(db, present).map(({ name, version }) => [name, Number(version)]))
    return [
      ...[...this.promises].filter(([key, location]) => keys.get(key) !== location).map(([key]) => `the answer to ${key}`),
      ...[...this.versions]
        .filter(([name, version]) => !((versions.get(name) ?? 0) >= version))
        .map(([name, version]) => `${name} at version ${version}`),
    ]
  }
}

/** What the power cut left: who can be asked to change next, and which unanswered keys had their effect. */
export function stateOf(db: LocalDatabase) {
  const open = rows(
    db,
    "SELECT id, client_id, status, version FROM appointments WHERE status IN ('requested', 'confirmed', 'declined') AND starts_at > unixepoch() * 1000",
  )
  return {
    appointments: open.map(({ id, client_id, status, version }) => ({
      id: String(id),
      clientId: String(client_id),
      status: String(status),
      version: Number(version),
    })),
    settings: new Map(
      rows(db, 'SELECT key, value, version FROM settings').map(({ key, value, version }) => [
        String(key),
        { value: String(value), version: Number(version) },
      ]),
    ),
    answers: new Map(rows(db, 'SELECT key, location FROM idempotency').map(({ key, location }) => [String(key), String(location)])),
  }
}

const present =
  "SELECT 'appointment ' || id AS name, version FROM appointments UNION ALL SELECT 'setting ' || key, version FROM settings WHERE organization_id = 'org_willow'"
const rows = (db: LocalDatabase, sql: string): Record<string, unknown>[] => db.raw.prepare(sql).all()
