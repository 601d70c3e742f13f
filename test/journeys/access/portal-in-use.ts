import { begin, development } from '../steps/development.ts'
import { formsOf, handOf, key, lastOf, type Hand } from './hand.ts'
import { theScheduling, whatIsSetUp } from './in-use-scheduling.ts'
import { known, strangers, type Looker } from './pages.data.ts'

/** What the placeholders of the doors stand for in the portal that `inUse` makes, and addresses that only e-mails know; and who looks. */
export interface Situation {
  at: Record<string, string>
  lookers: Record<Looker, Hand>
}

export type Ids = Record<string, string>

/** What people write: into which field, and how much it holds. Plain words, unless somebody wants to see what becomes of others (T-18). */
export type Says = (field: string, most: number) => string
const plainWords: Says = (field) => plain[field] ?? field
const plain: Record<string, string> = {
  note: 'I come from work, so a little later is fine, too.',
  'message with a decline': 'I am away that day.',
  'message with other times': 'I am at school meetings then.',
  'client invitation': 'Welcome, {first_name}',
  'name of a visitor': 'Vera Lindt',
  'name of a client': 'Nell Okafor',
  'name of a newcomer': 'Ida Ek',
  'name of a therapist': 'Theo Lindqvist',
  holiday: 'Winter holiday',
  'time off': 'Training',
  room: 'Larch',
  location: 'Willow House',
  address: '18 Larch Street, New York, NY 10012',
  service: 'Session',
  'note of a call': 'Told him the new time.',
}

const bos = '/willow/my/cli_bo'

/**
 * Willow House in use: every list has something in it, every object that an address names is there. Cedar Street has nothing but Amir and Cyd:
 * that is how pages look when they are empty.
 */
export async function inUse(url: string, says = plainWords): Promise<Situation> {
  const dev = development({ url })
  const lookers = await everybody(url)
  const { dana, theo: theos, bo, ana, 'a stranger': stranger } = lookers
  await dev.moreClients(3)
  await dev.moreEmails(12)
  await theSettings(dana)
  const windowId = await whatIsSetUp({ dana, theos, says })
  const scheduling = await theScheduling({ dana, theos, bo, ana, says, aSecondLater: clockOf(dev) })
  await theWishes(bo)
  await reachesBoByPhone(dana, says('note of a call', 200))
  const batchId = await theInvitations(dana, says)
  const vera = { name: says('name of a visitor', 100), email: 'vera@new.example', phone: '+1 212 555 0199' }
  const registered = await registers(url, lookers['Vera, registered'], vera)
  const claim = await registers(url, lookers['Nell, being looked at'], {
    name: says('name of a client', 100),
    email: 'nell@family.example',
  })
  await provesHisAddress(url, lookers['Theo, who owes his second factor'])
  await lookers['whoever asked for a code'].posts('/willow/login', { email: 'ana@family.example' })
  // What was confirmed is told a minute later, when it can no longer be undone (NOT-7).
  await dev.itIs(begin + 120_000)
  await stranger.posts('/dev/cron', { only: 'due' })
  const at = { ...fixed, ...scheduling, windowId, batchId, registered, claim, ...(await theLinks(dev)) }
  return { at, lookers }
}

/** Everything happens a second after what was before it, so that lists have one order. */
function clockOf({ itIs }: ReturnType<typeof development>): () => Promise<void> {
  let at = begin
  return () => itIs((at += 1000))
}

const fixed = {
  org: 'willow',
  clientId: 'cli_bo',
  otherId: 'cli_nell',
  staffId: 'sta_theo',
  key: 'client_signup',
  kind: 'join',
  therapist: 'theo',
  serviceId: 'svc_session',
  locationId: 'loc_main',
}

async function everybody(url: string): Promise<Record<Looker, Hand>> {
  const hands = [...strangers.map((who) => [who, null] as const), ...known.map((who) => [who, who] as const)]
  return Object.fromEntries(await Promise.all(hands.map(async ([who, key]) => [who, await handOf(url, key)]))) as Record<Looker, Hand>
}

async function theSettings(dana: Hand): Promise<void> {
  const portal = '/willow/manage/portal'
  for (const name of ['contact_access', 'display_insurance']) await dana.sends(portal, `${portal}/settings/${name}`, { value: 'on' })
  await dana.sends(portal, `${portal}/notifications/request_confirmed`, { value: 'on' })
  await dana.sends(`${portal}/settings/client_signup/schedules`, `${portal}/settings/client_signup/schedules`, {
    value: 'off',
    date: '2026-12-24',
    time: '09:00',
  })
  await dana.posts('/willow/manage/clients/cli_max/settings/self_scheduling', { value: 'off', version: '0' })
}

/** Bo gives a safe address and asks for another sign-in address. */
async function theWishes(bo: Hand): Promise<void> {
  await bo.sends('/willow/my/notifications', `${bos}/safe-address`, { email: 'safe@else.example' })
  await bo.sends('/account/email', '/account/email', { email: 'bo.new@family.example' })
}

/** About the oldest of what did not arrive, because that settles no other. */
async function reachesBoByPhone(dana: Hand, note: string): Promise<void> {
  const page = await dana.reads('/willow/manage/clients/cli_bo/deliveries')
  const { action = '' } = formsOf(page).findLast((form) => form.action.endsWith('/phone-note')) ?? {}
  await dana.posts(action, { note, key: key() })
}

/** Nell is asked to make an account, Ida to work here. Answers the id of what was sent to clients. */
async function theInvitations(dana: Hand, says: Says): Promise<string> {
  const led = await dana.posts('/willow/manage/clients/invitations', {
    client: 'cli_nell',
    message: says('client invitation', 1000),
    key: key(),
  })
  const staff = '/willow/manage/staff'
  await dana.sends(staff, `${staff}/invitations`, { name: says('name of a newcomer', 100), email: 'ida@else.example', therapist: '1' })
  return lastOf(led)
}

/** Somebody registers, proves her address and is signed in; answers the page she is led to. */
async function registers(url: string, who: Hand, fields: { name: string; email: string; phone?: string }): Promise<string> {
  await who.posts('/willow/join', { ...fields, key: key() })
  const { text } = await development({ url }).theNewestMailTo(fields.email, 'sign_in')
  return await who.posts('/willow/login/code', { code: /\b\d{6}\b/.exec(text)?.[0] ?? '' })
}

/** Staff owe a second factor beside the code of the e-mail. */
async function provesHisAddress(url: string, who: Hand): Promise<void> {
  await who.posts('/willow/login', { email: 'theo@willow.example' })
  const { text } = await development({ url }).theNewestMailTo('theo@willow.example', 'sign_in')
  await who.posts('/willow/login/code', { code: /\b\d{6}\b/.exec(text)?.[0] ?? '' })
}

/** The addresses that were mailed. */
async function theLinks({ theNewestMailTo }: ReturnType<typeof development>): Promise<Ids> {
  const inMail = async (to: string, kind: string, pattern: RegExp) =>
    new URL(pattern.exec((await theNewestMailTo(to, kind)).text)?.[0] ?? 'none:').pathname
  return {
    signInLink: await inMail('ana@family.example', 'sign_in', /https?:\/\/\S+\/login\/link\/\S+/),
    invitation: await inMail('nell@family.example', 'invitation', /https?:\/\/\S+\/invite\/\S+/),
    offer: await inMail('ida@else.example', 'staff_invitation', /https?:\/\/\S+\/team\/\S+/),
    safeAddress: await inMail('safe@else.example', 'safe_address', /https?:\/\/\S+\/safe-address\/\S+/),
    newEmail: await inMail('bo.new@family.example', 'email_change', /https?:\/\/\S+\/my\/email\/\S+/),
    unsubscribe: await inMail('ana@family.example', 'request_confirmed', /https?:\/\/\S+\/unsubscribe\/\S+/),
  }
}
