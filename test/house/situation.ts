import { expect } from 'vitest'
import {
  allSignedIn,
  cast,
  freshPortal,
  hidden,
  locations,
  newKey,
  rows,
  services,
  signIn,
  signInAgain,
  submit,
  textOf,
  visit,
  type Browser,
  type How,
} from '../support/portal.ts'
import { restoreSnapshot, takeSnapshot, type Snapshot } from '../support/snapshot.ts'
import { actors, type Actor, type ReviewedDoor } from './doors.data.ts'

/** A portal in use, for tests that go through every door: real ids for every parameter of an address. */
export interface Situation {
  org: string
  clientId: string
  requestId: string
  appointmentId: string
  key: string
  event: string
  therapist: string
  staffId: string
  scheduleId: string
  invitationId: string
  token: string
  sessionId: string
  registrationId: string
  otherId: string
  mergeId: string
  kind: string
  batchId: string
  passkeyId: string
  serviceId: string
  locationId: string
  roomId: string
  windowId: string
  exceptionId: string
  weekday: string
  seriesId: string
  standingId: string
  entryId: string
  counterOfferId: string
  offerId: string
  deliveryId: string
}

/** Bo has asked Theo for one time, and has an appointment at another; contacts may enter, and Gail has a grant for Bo. `more` is there as well, if the first of a file asks. */
export async function portalInUse(more?: () => Promise<void>): Promise<Situation> {
  const file = expect.getState().testPath
  if (!inUse || inUse.file !== file) {
    const situation = await bringIntoUse()
    await more?.()
    inUse = { file, situation, browsers: allSignedIn(), snapshot: await takeSnapshot() }
  } else {
    await restoreSnapshot(inUse.snapshot)
    signInAgain(inUse.browsers)
  }
  return { ...inUse.situation }
}

/** What the first one of a test file made is put back for every later one: made anew for each of some thousand, it would cost minutes. */
let inUse: { file: string | undefined; situation: Situation; browsers: ReturnType<typeof allSignedIn>; snapshot: Snapshot } | undefined

async function bringIntoUse(): Promise<Situation> {
  await freshPortal()
  await switchOn('contact_access')
  await rows('UPDATE grants SET client_id = ?', cast.bo.clientId)
  const [first, second] = await freeTimes('bo')
  const requestId = await ask('bo', first as string)
  const appointmentId = await ask('bo', second as string)
  await worked(submit('theo', `/willow/manage/requests/${appointmentId}/confirmation`, { version: 1, key: newKey() }))
  return {
    org: 'willow',
    clientId: cast.bo.clientId,
    requestId,
    appointmentId,
    key: 'self_scheduling',
    event: 'created',
    therapist: 'theo',
    staffId: cast.theo.staffId,
    scheduleId: await aSchedule(),
    invitationId: await anOffer(),
    token: 'x'.repeat(43),
    sessionId: 'ses_nobody',
    registrationId: await aRegistration(),
    otherId: cast.nell.clientId,
    mergeId: 'mrg_none',
    kind: 'join',
    batchId: await anInvitation('sti_one'),
    passkeyId: await aPasskey(),
    serviceId: services.session,
    locationId: locations.main,
    roomId: await aRoom(),
    windowId: await aWindow(),
    exceptionId: 'exc_one',
    weekday: '1',
    seriesId: await aSeries(),
    standingId: await aStandingRequest(),
    counterOfferId: 'off_none',
    ...(await anOfferOfTheWaitlist()),
    deliveryId: await anEmailThatCameToNothing(),
  }
}

/** Dana has invited Bo, before he had an account: an invitation of his page, called as the offer of work is, and the sending it was part of. */
async function anInvitation(invitationId: string): Promise<string> {
  const batchId = 'bat_one'
  await rows(
    `INSERT INTO invitation_batches (organization_id, id, message, total, created_at, created_by, created_by_name)
    VALUES ('org_willow', ?, 'Welcome', 1, 1, 'per_dana', 'Dana Ortiz')`,
    batchId,
  )
  await rows(
    `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, message, created_at, created_by, created_by_name, expires_at, batch_id)
    VALUES ('org_willow', ?, ?, 'bo@family.example', ?, 'Welcome', 1, 'per_dana', 'Dana Ortiz', 4102444800000, ?)`,
    invitationId,
    cast.bo.clientId,
    'b'.repeat(64),
    batchId,
  )
  return batchId
}

/** Dana has planned to switch the insurance display on. */
async function aSchedule(): Promise<string> {
  await rows(`INSERT INTO setting_schedules (organization_id, id, key, value, due_at, created_at, created_by, created_by_name)
    VALUES ('org_willow', 'sch_one', 'display_insurance', 'on', 4102444800000, 1, 'per_dana', 'Dana Ortiz')`)
  return 'sch_one'
}

/** Dana has offered somebody work. */
async function anOffer(): Promise<string> {
  await rows(
    `INSERT INTO staff_invitations (organization_id, id, name, email, therapist, token_hash, created_at, created_by, created_by_name, expires_at)
    VALUES ('org_willow', 'sti_one', 'Ida Ek', 'ida@else.example', 1, ?, unixepoch('2026-12-01') * 1000, 'per_dana', 'Dana Ortiz', 4102444800000)`,
    '0'.repeat(64),
  )
  return 'sti_one'
}

/** Bo has registered once more, and was told that he has an account. */
async function aRegistration(): Promise<string> {
  await rows(`INSERT INTO registrations (organization_id, id, origin, name, email, created_at, expires_at, proved_at, person_id, client_id, state, version)
    VALUES ('org_willow', 'reg_one', 'join', 'Bo Nilsson', 'bo@family.example', 1, 2, 2, 'per_bo', 'cli_bo', 'linked', 2)`)
  return 'reg_one'
}

/** Willow House has had a room, and does without: nothing else of the portal looks at rooms then. */
async function aRoom(): Promise<string> {
  await rows(
    "INSERT INTO rooms (organization_id, id, location_id, name, archived_at) VALUES ('org_willow', 'rom_one', ?, 'Larch', 1)",
    locations.main,
  )
  return 'rom_one'
}

/** A window of Theo's, and a day off of the practice and of his. */
async function aWindow(): Promise<string> {
  await rows(`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute)
    VALUES ('org_willow', 'win_one', 'sta_theo', 7, 600, 720)`)
  await rows(`INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date)
    VALUES ('org_willow', 'exc_one', 'sta_theo', 'off', '2027-01-04', '2027-01-04'), ('org_willow', 'exc_all', NULL, 'off', '2027-01-01', '2027-01-01')`)
  return 'win_one'
}

/** Theo has made a series for Bo. */
async function aSeries(): Promise<string> {
  const keep = ['2027-02-01', '2027-02-08']
  const answer = await worked(
    submit('theo', '/willow/manage/series', {
      client: cast.bo.clientId,
      offering: `${cast.theo.staffId}:${services.session}`,
      forum: 'telehealth',
      date: '2027-02-01',
      time: '09:00',
      every: '1',
      count: '2',
      keep,
      key: newKey(),
    }),
  )
  return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
}

/** Bo has asked Theo for Wednesdays at 14:00. */
async function aStandingRequest(): Promise<string> {
  const answer = await worked(
    submit('bo', `/willow/my/${cast.bo.clientId}/standing`, {
      therapist: cast.theo.staffId,
      service: services.session,
      forum: 'telehealth',
      time: '3-840',
      every: '1',
      from: '2026-12-09',
      key: newKey(),
    }),
  )
  return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
}

/** Bo waits for an earlier time with Theo, and one is kept for him. */
async function anOfferOfTheWaitlist() {
  await rows(`INSERT INTO waitlist_entries (organization_id, id, client_id, staff_id, service_id, forum, before_at, created_at, created_by, known, look_at)
    VALUES ('org_willow', 'wle_bo0000000000000000000a', 'cli_bo', 'sta_theo', 'svc_session', 'telehealth', 4102444800000, 1, 'per_bo', '[]', 4102444800000)`)
  await rows(
    `INSERT INTO holds (organization_id, id, staff_id, purpose, about_id, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
    VALUES ('org_willow', 'hld_bo0000000000000000000a', 'sta_theo', 'waitlist', 'cli_bo', ?1, ?1 + 3000000, ?1, ?1 + 3000000, ?2, ?2 + 7200000)`,
    Date.parse('2026-12-11T14:00:00Z'),
    Date.parse('2026-12-01T15:00:00Z'),
  )
  await rows(
    `INSERT INTO waitlist_offers (organization_id, id, entry_id, hold_id, created_at, expires_at)
    VALUES ('org_willow', 'wlo_bo0000000000000000000a', 'wle_bo0000000000000000000a', 'hld_bo0000000000000000000a', ?1, ?1 + 7200000)`,
    Date.parse('2026-12-01T15:00:00Z'),
  )
  return { entryId: 'wle_bo0000000000000000000a', offerId: 'wlo_bo0000000000000000000a' }
}

/** What told Bo of his appointment was not accepted for his address. */
async function anEmailThatCameToNothing(): Promise<string> {
  await rows(`INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, created_at, due_at,
      tries, failed_at, sent_to, reason)
    SELECT 'org_willow', 'out_bo0000000000000000000a', 'request_confirmed', 'appointment', a.id, a.version, 'client:cli_bo', 'cli_bo', a.created_at, a.created_at,
      1, a.created_at, 'bo@family.example', 'E_RECIPIENT_SUPPRESSED'
    FROM appointments a WHERE a.client_id = 'cli_bo' AND a.status = 'confirmed' AND a.series_id IS NULL AND a.starts_at > a.created_at LIMIT 1`)
  return 'out_bo0000000000000000000a'
}

/** Bo has a passkey. */
async function aPasskey(): Promise<string> {
  await rows(`INSERT INTO passkeys (id, person_id, credential_id, public_key, name, created_at)
    VALUES ('pky_bo0000000000000000000a', 'per_bo', 'Ym8', x'00', 'Phone', 1)`)
  return 'pky_bo0000000000000000000a'
}

/** An address with its parameters filled in. */
export const addressOf = (path: string, situation: Situation): string =>
  path.replace(/:(\w+)/g, (_, name: keyof Situation) => encodeURIComponent(situation[name]))

/** Who of the cast plays an actor of the reviewed list; the contact's means are set before she asks. */
export async function play(actor: Actor): Promise<Browser | null> {
  const contact = actor.startsWith('a contact')
  if (contact) {
    await rows('UPDATE grants SET permissions = ?', JSON.stringify([actor.includes('pay') ? 'pay' : 'schedule']))
    await rows("UPDATE settings SET value = ? WHERE key = 'contact_access'", actor.includes('switched off') ? 'off' : 'on')
  }
  const [name = ''] = actor.toLowerCase().split(',')
  if (contact) return await signIn('gail')
  return name === 'a stranger' ? null : await signIn(name as 'bo')
}

/** Switches a setting of willow on, as Dana. */
export async function switchOn(key: string): Promise<void> {
  const page = await (await visit('dana', '/willow/manage/portal')).text()
  await worked(submit('dana', `/willow/manage/portal/settings/${key}`, { value: 'on', version: hidden(page, `setting-${key}`, 'version') }))
}

/** The free times that a client's page offers, ISO in UTC, soonest first, of a day that has several. */
export async function freeTimes(who: 'ana' | 'bo'): Promise<string[]> {
  const page = await (
    await visit(who, `/willow/my/${cast[who].clientId}/appointments/new?therapist=${cast.theo.staffId}&from=2026-12-08`)
  ).text()
  const times = [...page.matchAll(/<button[^>]*\sname="start"[^>]*\svalue="([^"]*)"/g)].map(([, at]) => at as string)
  if (times.length < 2) throw new Error(`No free times on the page: ${textOf(page)}`)
  return times.filter((_, i) => i % 2 === 0) // an hour apart, so that two of them do not overlap
}

/** Asks Theo for a time; answers the request's id. */
export async function ask(who: 'ana' | 'bo', start: string): Promise<string> {
  const path = `/willow/my/${cast[who].clientId}/requests`
  const answer = await worked(
    submit(who, path, { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() }),
  )
  return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
}

/** The answer, which must be a redirect to a page or a page. */
export async function worked(asked: Promise<Response>): Promise<Response> {
  const answer = await asked
  if (answer.status >= 400) throw new Error(`${answer.status} ${textOf(await answer.text())}`)
  return answer
}

/** The door with empty hands: whoever passes is told that the form is not complete, and nothing moves. */
export const knockOn = (who: Browser | 'ana' | null, { method }: ReviewedDoor, address: string, how: How = {}): Promise<Response> =>
  method === 'GET' ? visit(who, address, how) : submit(who, address, {}, how)

/** The first actor of the list who passes; she acts from a browser of her own. */
export function somebodyWhoMay({ answers }: ReviewedDoor): Promise<Browser | null> {
  const mostLikely = ['Dana, an administrator', 'Bo, the client', 'a stranger'] as const
  return play(mostLikely.find((actor) => answers[actors.indexOf(actor)] === 'p') ?? 'a stranger')
}
