import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { checkInvariants, invariants, invariantsOf } from '../../src/commands/invariants.ts'
import { root } from '../../src/commands/quiet.ts'
import { touchedSince } from '../../src/watches/from.ts'

/** One practice, one client, one confirmed appointment with its audit entries and e-mails: what the portal leaves behind. */
function practice(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  for (const name of readdirSync(join(root, 'migrations')).sort()) db.exec(readFileSync(join(root, 'migrations', name), 'utf8'))
  db.exec(`
    INSERT INTO people (id, name, email, created_at) VALUES ('per_theo', 'Theo', 'theo@willow.example', 1), ('per_ana', 'Ana', 'ana@family.example', 1);
    INSERT INTO organizations (id, slug, name, phone, zone, created_at) VALUES ('org', 'willow', 'Willow', '1', 'UTC', 1);
    INSERT INTO staff (organization_id, id, person_id, name, zone, therapist, created_at) VALUES ('org', 'sta_theo', 'per_theo', 'Theo', 'UTC', 1, 1);
    INSERT INTO clients (organization_id, id, name, sort_name, created_at) VALUES ('org', 'cli_ana', 'Ana', 'ana', 1);
    INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org', 'cli_ana', 'per_ana', 1);
    INSERT INTO services (organization_id, id, name, duration_minutes) VALUES ('org', 'svc', 'Session', 50);
    INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org', 'self_scheduling', 'on', 1, 1, 'per_theo', 'Theo');
    ${appointment('apt_1', 'confirmed', 2)};
    ${entry('appointment', 'apt_1', 1, 'request.made')}; ${entry('appointment', 'apt_1', 2, 'request.confirmed')};
    ${entry('setting', 'self_scheduling', 1, 'setting.on')};
    ${email('new_request', 'staff:sta_theo')}; ${email('request_received', 'client:cli_ana')}`)
  return db
}

const appointment = (id: string, status: string, version: number) => `
  INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone,
    created_at, created_by, created_by_kind, updated_at, version)
  VALUES ('org', '${id}', 'cli_ana', 'sta_theo', 'svc', 'telehealth', '${status}', 9000000, 12000000, 9000000, 12000000, 'UTC', 1, 'per_ana', 'client', 1, ${version})`
const entry = (kind: string, id: string, version: number, action: string) => `
  INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, request_id)
  VALUES ('org', 1, 'per_ana', 'Ana', 'client', '${action}', '${kind}', '${id}', ${version}, 'r')`
const email = (event: string, recipient: string, about = 'apt_1') => `
  INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, created_at, due_at)
  VALUES ('org', 'out_${event}', '${event}', 'appointment', '${about}', 1, '${recipient}', 1, 1)`

async function brokenIn(db: DatabaseSync, list = invariants): Promise<string[]> {
  const findings = await checkInvariants({ prepare: (sql) => ({ all: async () => ({ results: db.prepare(sql).all() }) }) }, list)
  return findings.filter(({ broken }) => broken.length > 0).map(({ name }) => name)
}

/** What must never happen, done with the database's own guards out of the way, and who notices. */
const damages: Record<string, { by: string; noticed: string }> = {
  'an audit entry gone': {
    by: 'DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq = 1',
    noticed: 'every version has exactly one audit entry',
  },
  'a version twice': {
    by: `DROP INDEX audit_one_per_version; ${entry('appointment', 'apt_1', 2, 'request.confirmed')}`,
    noticed: 'every version has exactly one audit entry',
  },
  'a version without an entry': { by: 'UPDATE settings SET version = 2', noticed: 'versions and audit entries add up' },
  'an entry without a row': { by: entry('appointment', 'apt_ghost', 1, 'x'), noticed: 'no audit entry of what is not there' },
  'another status than was written down': {
    by: "UPDATE appointments SET status = 'completed'",
    noticed: 'the last audit entry tells the status',
  },
  'an end without a time': { by: "UPDATE appointments SET status = 'withdrawn'", noticed: 'a status comes with its time and author' },
  'a double booking': {
    by: `DROP TRIGGER appointments_no_overlap_insert; ${appointment('apt_2', 'requested', 1)}`,
    noticed: 'no therapist has two at one time',
  },
  'a wish to move what does not stand': {
    by: `DROP TRIGGER appointments_no_overlap_insert; ${appointment('apt_2', 'requested', 1)}; UPDATE appointments SET reschedule_of = 'apt_1' WHERE id = 'apt_2';
      UPDATE appointments SET status = 'cancelled' WHERE id = 'apt_1'`,
    noticed: 'a wish to move stands only beside what it would move, and alone',
  },
  'a hold that never ends': {
    by: "INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at) VALUES ('org', 'hld', 'sta_theo', 'visitor', 1, 2, 1, 2, 1, 999999999999)",
    noticed: 'every hold ends',
  },
  'an e-mail about nothing': { by: email('created', 'client:cli_ana', 'apt_ghost'), noticed: 'an e-mail is about a change that was made' },
  'an e-mail that is missing': {
    by: "DELETE FROM outbox WHERE event = 'new_request'",
    noticed: 'every new request is told to therapist and client',
  },
  'a key that leads nowhere': {
    by: "INSERT INTO idempotency VALUES ('org', 'per_ana', 'abcdefgh', 'f', '/willow/my/cli_ana/requests/apt_0000000000000000000000', 1)",
    noticed: 'a remembered key leads to what is there',
  },
  'a client on no list': { by: 'DELETE FROM client_directory', noticed: 'clients are on the lists they belong to' },
  'a login of nobody': { by: "UPDATE client_logins SET person_id = 'per_x'", noticed: 'who works or signs in here is somebody' },
  'a row that points nowhere': {
    by: "PRAGMA foreign_keys = off; UPDATE appointments SET service_id = 'svc_x'",
    noticed: 'no row points to what is not there',
  },
}

const hourly = invariantsOf(touchedSince(0, 1000, 0))

describe('the invariants (SEC-6)', () => {
  it('hold where the portal has been', async () => {
    expect(await brokenIn(practice())).toEqual([])
  })

  for (const [damage, { by, noticed }] of Object.entries(damages)) {
    it(`notice ${damage}`, async () => {
      const db = practice()
      db.exec(by)
      expect(await brokenIn(db)).toContain(noticed)
      if (hourly.some(({ name }) => name === noticed)) expect(await brokenIn(db, hourly), 'of what was touched').toContain(noticed)
    })
  }

  it('every hour, only where something was touched', async () => {
    const db = practice()
    db.exec(damages['a double booking']?.by ?? '')
    expect(await brokenIn(db, hourly)).toContain('no therapist has two at one time')
    expect(await brokenIn(db, invariantsOf(touchedSince(500, 1000, 0)))).toEqual([])
  })

  it('every hour, all but what reads whole tables', () => {
    const names = hourly.map(({ name }) => name)
    expect(invariants.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([
      'versions and audit entries add up',
      'clients are on the lists they belong to',
      'who works or signs in here is somebody',
      'no row points to what is not there',
    ])
  })
})
