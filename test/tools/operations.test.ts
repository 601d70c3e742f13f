import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Base, Row } from '../../src/commands/org/base.ts'
import { closeAfterRestore } from '../../src/commands/restored/close.ts'
import { type Change, forgottenSince, openCopy, takesAccess } from '../../src/commands/restored/copy.ts'
import { root } from '../../src/commands/quiet.ts'
import { rotate } from '../../src/commands/rotate/rotation.ts'
import { seal, unseal } from '../../src/sealed.ts'
import { standingOf } from '../../src/commands/status/standing.ts'

const restoredTo = Date.parse('2026-11-01T12:00:00Z')
const [before, after] = [restoredTo - 60_000, restoredTo + 60_000]
const hash = (letter: string) => letter.repeat(64)

/** A practice as it was at the moment of the restore: Ana signed in, one e-mail that waits, one invitation that is open. */
const then = `
  INSERT INTO people (id, name, email, created_at) VALUES ('per_ana', 'Ana', 'ana@family.example', 1);
  INSERT INTO organizations (id, slug, name, phone, zone, created_at) VALUES ('org', 'willow', 'Willow', '1', 'UTC', 1);
  INSERT INTO clients (organization_id, id, name, sort_name, created_at) VALUES ('org', 'cli_ana', 'Ana', 'ana', 1);
  INSERT INTO sessions (token_hash, person_id, organization_id, created_at, last_seen_at) VALUES ('${hash('a')}', 'per_ana', 'org', ${before}, ${before});
  INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at)
    VALUES ('org', 'inv', 'cli_ana', 'ana@family.example', '${hash('b')}', ${before}, 'per_dana', 9e15);
  INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, created_at, due_at) VALUES
    ('org', 'out_left', 'created', 'appointment', 'apt_1', 1, 'client:cli_ana', ${before}, ${after}),
    ('org', 'out_waits', 'created', 'appointment', 'apt_2', 1, 'client:cli_ana', ${before}, ${after});`
/** And what happened until somebody restored it. */
const since = `
  UPDATE outbox SET sent_at = ${after} WHERE id = 'out_left';
  UPDATE sessions SET ended_at = ${after};
  INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, request_id) VALUES
    ('org', ${before}, 'per_dana', 'Dana', 'staff', 'request.made', 'appointment', 'apt_1', 'r'),
    ('org', ${after}, 'per_dana', 'Dana', 'staff', 'sessions.ended', 'person', 'per_ana', 'r'),
    ('org', ${after}, 'per_dana', 'Dana', 'staff', 'request.made', 'appointment', 'apt_3', 'r');`

function portal(...statements: string[]): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  for (const name of readdirSync(join(root, 'migrations')).sort()) db.exec(readFileSync(join(root, 'migrations', name), 'utf8'))
  db.exec(statements.join(''))
  return db
}

const baseOf = (db: DatabaseSync): Base => ({
  run: async (statements) => statements.map((statement) => db.prepare(statement).all() as Row[]),
})
const waitingIn = (db: DatabaseSync) =>
  db
    .prepare('SELECT id FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL')
    .all()
    .map(({ id }) => id)

describe('npm run restored (3.7, what a restore brings back)', () => {
  it('ends every session, makes links void, and sends again only what had not left', async () => {
    const db = portal(then)
    const done = await closeAfterRestore(baseOf(db), restoredTo, forgottenSince(portal(then, since), restoredTo))
    expect(done).toEqual({ 'sessions ended': 1, 'codes and links made void': 0, 'invitations taken back': 1, 'e-mails not sent again': 1 })
    expect(waitingIn(db)).toEqual(['out_waits'])
    expect(db.prepare('SELECT count(*) AS open FROM sessions WHERE ended_at IS NULL').get()).toEqual({ open: 0 })
    expect(db.prepare("SELECT entity_id, actor_kind, details FROM audit WHERE action = 'portal.restored'").all()).toEqual([
      { entity_id: 'org', actor_kind: 'system', details: JSON.stringify({ since: restoredTo }) },
    ])
  })

  it('without knowing what had left, sends nothing again', async () => {
    const db = portal(then)
    expect(await closeAfterRestore(baseOf(db), restoredTo, undefined)).toMatchObject({ 'e-mails not sent again': 2 })
    expect(waitingIn(db)).toEqual([])
  })

  it('twice is as once', async () => {
    const db = portal(then)
    await closeAfterRestore(baseOf(db), restoredTo, undefined)
    const done = await closeAfterRestore(baseOf(db), restoredTo, undefined)
    expect(Object.values(done)).toEqual([0, 0, 0, 0])
  })

  it('names what was forgotten, and first what took access away', () => {
    const { changes } = forgottenSince(portal(then, since), restoredTo)
    expect(changes.map(({ action, actor, organization }) => [action, actor, organization])).toEqual([
      ['sessions.ended', 'Dana (per_dana)', 'willow'],
      ['request.made', 'Dana (per_dana)', 'willow'],
    ])
    expect(changes.map(takesAccess)).toEqual([true, false])
  })

  it('every action of the portal that takes access away is among them', async () => {
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter(
      (name) => /\.tsx?$/.test(name) && !name.startsWith('commands'),
    )
    const words = files.flatMap(
      (name) => readFileSync(join(root, 'src', name), 'utf8').match(/'[a-z_]+\.(ended|revoked|removed|deactivated|account_ended)'/g) ?? [],
    )
    const actions = new Set(words.map((word) => word.slice(1, -1)))
    expect(actions.size).toBeGreaterThan(8)
    expect([...actions].filter((action) => !takesAccess({ action } as Change))).toEqual([])
  })

  it('an export that is none is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portico-restored-'))
    await writeFile(join(folder, 'other.sql'), 'CREATE TABLE t (a)')
    await expect(openCopy(join(folder, 'other.sql'))).rejects.toThrow(/is no export of a portal/)
    await expect(openCopy(join(folder, 'none.sql'))).rejects.toThrow(/There is no export/)
    await rm(folder, { recursive: true })
  })
})

describe('npm run rotate', () => {
  const [old, young] = ['o'.repeat(40), 'y'.repeat(40)]
  const withFactor = async () => `${then}
    INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_ana', '${await seal(old, 'authenticator|per_ana', 'JBSWY3DP')}', 1, 1);
    INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES ('per_ana', '${hash('c')}', 1);`

  it('seals authenticators under the new secret, so that nobody is locked out, and ends what cannot be carried over', async () => {
    const db = portal(await withFactor())
    const done = await rotate(baseOf(db), old, young, false)
    expect(done).toMatchObject({ 'authenticators sealed anew': 1, 'recovery codes ended': 1, 'invitations ended': 1, 'sessions ended': 0 })
    const { sealed } = db.prepare('SELECT secret_encrypted AS sealed FROM authenticators').get() as { sealed: string }
    expect(await unseal(young, 'authenticator|per_ana', sealed)).toBe('JBSWY3DP')
    expect(db.prepare("SELECT count(*) AS entries FROM audit WHERE action = 'portal.secret_rotated'").get()).toEqual({ entries: 1 })
  })

  it('after a leak, ends authenticators and sessions, too', async () => {
    const db = portal(await withFactor())
    expect(await rotate(baseOf(db), old, young, true)).toMatchObject({ 'authenticators removed': 1, 'sessions ended': 1 })
  })

  it('with another secret than the portal has, changes nothing', async () => {
    const db = portal(await withFactor())
    await expect(rotate(baseOf(db), 'x'.repeat(40), young, false)).rejects.toThrow(/is not the secret the portal has now/)
    expect(db.prepare('SELECT count(*) AS open FROM recovery_codes').get()).toEqual({ open: 1 })
  })

  it('knows where the portal seals authenticators', () => {
    expect(readFileSync(join(root, 'src/accounts/authenticator.ts'), 'utf8')).toContain('`authenticator|${personId}`')
  })
})

describe('npm run status', () => {
  const ledger = "CREATE TABLE d1_migrations (name TEXT); INSERT INTO d1_migrations VALUES ('0001_start.sql');"

  it('has no worry about a portal that is well', async () => {
    const lines = await standingOf(baseOf(portal(ledger, then)), ['0001_start.sql'], after + 60_000)
    expect(lines.filter(({ worry }) => worry)).toEqual([])
    expect(lines.map(({ text }) => text)).toContain('E-mails due: 2, the oldest for 1 min')
  })

  it('worries about a migration that is missing, e-mails that stay, and a clock that stands still', async () => {
    const late =
      "INSERT INTO setting_effects (organization_id, id, key, created_at, created_by, due_at) VALUES ('org', 'eff', 'self_scheduling', 1, 'system', 1);"
    const lines = await standingOf(baseOf(portal(ledger, then, late)), ['0001_start.sql', '0099_next.sql'], after + 3_600_000)
    expect(lines.filter(({ worry }) => worry).map(({ text }) => text)).toEqual([
      'Database: 1 migrations, not applied: 0099_next.sql',
      'E-mails due: 2, the oldest for 60 min',
      'Work of the clock that is late: 1',
    ])
  })
})
