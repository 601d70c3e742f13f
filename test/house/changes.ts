import { env } from 'cloudflare:workers'
import { reliefToken } from '../../src/notifications/unsubscribing.ts'
import {
  auditRows,
  cast,
  cron,
  hidden,
  mail,
  newBrowser,
  newKey,
  rows,
  services,
  signIn,
  submit,
  visit,
  type Browser,
  type How,
} from '../support/portal.ts'
import { askForAddress, sessionOf } from '../accounts/security-support.ts'
import { appCode, makesPasskey, newestCode, optionsFrom, setsUpApp, setUpPage } from '../accounts/factor-support.ts'
import { makes, newSoftPasskey, signs } from '../support/passkey.ts'
import { hook } from '../support/webhook.ts'
import { badAddress } from '../notifications/delivery-support.ts'
import { freeTimes, worked, type Situation } from './situation.ts'

const deliveryOf = ({ deliveryId }: Situation) => `/willow/manage/clients/${cast.bo.clientId}/deliveries/${deliveryId}`

/** How to make a door change something in a portal in use (situation.ts). */
type Change = (situation: Situation, how: How) => Promise<Response>
/** When somebody looked at what is new. */
const noticed = Date.parse('2026-12-01T14:59:00Z')
const portalPage = '/willow/manage/portal'
const bo = `/willow/my/${cast.bo.clientId}`

export const changes: Record<string, Change> = {
  'POST /hooks/email': async (_, how) => {
    await cron()
    const [row] = await rows("SELECT provider_id FROM outbox WHERE sent_at IS NOT NULL AND recipient <> 'sign_in' LIMIT 1")
    return await hook({ type: 'email.bounced', data: { id: row?.['provider_id'] } }, {}, how)
  },
  'POST /:org/my/:clientId/notices/seen': (_, how) => submit('bo', `${bo}/notices/seen`, { until: noticed }, how),
  'POST /:org/manage/notices/seen': (_, how) => submit('theo', '/willow/manage/notices/seen', { until: noticed }, how),
  'POST /:org/manage/clients/:clientId/deliveries/:deliveryId/again': (situation, how) =>
    submit('dana', `${deliveryOf(situation)}/again`, { key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/deliveries/:deliveryId/phone-note': (situation, how) =>
    submit('dana', `${deliveryOf(situation)}/phone-note`, { note: 'Told him.', key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/deliveries/:deliveryId/address': async (situation, how) => {
    await badAddress('bo@family.example')
    return await submit('dana', `${deliveryOf(situation)}/address`, { key: newKey() }, how)
  },
  'POST /:org/manage/deliveries/again': (_, how) => submit('dana', '/willow/manage/deliveries/again', { key: newKey() }, how),
  'POST /:org/manage/deliveries/:deliveryId/again': (situation, how) =>
    submit('dana', `/willow/manage/deliveries/${situation.deliveryId}/again`, { key: newKey() }, how),
  'POST /:org/manage/portal/settings/:key': async (_, how) => {
    const version = hidden(await (await visit('dana', portalPage)).text(), 'setting-display_insurance', 'version')
    return await submit('dana', `${portalPage}/settings/display_insurance`, { value: 'on', version }, how)
  },
  'POST /:org/manage/portal/notifications/:event': async (_, how) => {
    const version = hidden(await (await visit('dana', portalPage)).text(), 'notification-created', 'version')
    return await submit('dana', `${portalPage}/notifications/created`, { value: 'on', version }, how)
  },
  'POST /:org/manage/portal/settings/:key/schedules': (_, how) =>
    submit(
      'dana',
      `${portalPage}/settings/contact_access/schedules`,
      { value: 'off', date: '2027-06-01', time: '09:00', key: newKey() },
      how,
    ),
  'POST /:org/manage/portal/schedules/:scheduleId/cancellation': (situation, how) =>
    submit('dana', `${portalPage}/schedules/${situation.scheduleId}/cancellation`, {}, how),
  'POST /:org/manage/staff/:staffId/seat': (_, how) =>
    submit('dana', `/willow/manage/staff/${cast.tess.staffId}/seat`, { value: 'on', version: 1 }, how),
  'POST /:org/manage/clients/registrations/:registrationId/link': async (situation, how) => {
    await aClaim()
    return await submit('dana', `${registrationOf(situation)}/link`, { client: cast.nell.clientId, version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/clients/registrations/:registrationId/new-client': async (situation, how) => {
    await aClaim()
    return await submit('dana', `${registrationOf(situation)}/new-client`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/clients/registrations/:registrationId/refusal': async (situation, how) => {
    await aClaim()
    return await submit('dana', `${registrationOf(situation)}/refusal`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/clients/registrations/:registrationId/reopening': async (situation, how) => {
    await aClaim()
    await worked(submit('dana', `${registrationOf(situation)}/refusal`, { version: 2, key: newKey() }))
    return await submit('dana', `${registrationOf(situation)}/reopening`, { version: 3, key: newKey() }, how)
  },
  'POST /:org/manage/clients/duplicates/:clientId/:otherId/dismissal': (_, how) =>
    submit('dana', `${boAndNell}/dismissal`, { key: newKey() }, how),
  'POST /:org/manage/clients/duplicates/:clientId/:otherId/return': async (_, how) => {
    await worked(submit('dana', `${boAndNell}/dismissal`, { key: newKey() }))
    return await submit('dana', `${boAndNell}/return`, { key: newKey() }, how)
  },
  'POST /:org/manage/clients/duplicates/:clientId/:otherId/merge': (_, how) =>
    submit('dana', `${boAndNell}/merge`, { keep: cast.bo.clientId, versions: '1.1', key: newKey() }, how),
  'POST /:org/manage/clients/merges/:mergeId/undo': async (_, how) => {
    await worked(submit('dana', `${boAndNell}/merge`, { keep: cast.bo.clientId, versions: '1.1', key: newKey() }))
    const [merge] = await rows<{ id: string }>('SELECT id FROM merges')
    return await submit('dana', `/willow/manage/clients/merges/${merge?.id}/undo`, { version: 1, key: newKey() }, how)
  },
  'POST /:org/manage/clients/:clientId/account/end': (_, how) =>
    submit('dana', `/willow/manage/clients/${cast.ana.clientId}/account/end`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/therapists': (_, how) =>
    submit(
      'dana',
      `/willow/manage/clients/${cast.bo.clientId}/therapists`,
      { therapist: cast.tess.staffId, version: 1, key: newKey() },
      how,
    ),
  'POST /:org/manage/staff/invitations': (_, how) =>
    submit('dana', '/willow/manage/staff/invitations', { name: 'Eva Roth', email: 'eva@else.example', therapist: 1, key: newKey() }, how),
  'POST /:org/manage/staff/invitations/:invitationId/revocation': (situation, how) =>
    submit('dana', `/willow/manage/staff/invitations/${situation.invitationId}/revocation`, { version: 1 }, how),
  'POST /:org/manage/staff/idle-limit': (_, how) => submit('dana', '/willow/manage/staff/idle-limit', { minutes: 20, version: 1 }, how),
  'POST /:org/manage/staff/:staffId/roles': (_, how) =>
    submit(
      'dana',
      `/willow/manage/staff/${cast.tess.staffId}/roles`,
      { name: 'Tess M', therapist: 1, administrator: 1, version: 1, key: newKey() },
      how,
    ),
  'POST /:org/manage/staff/:staffId/deactivation': (_, how) =>
    submit('dana', `/willow/manage/staff/${cast.tess.staffId}/deactivation`, { version: 1, confirm: 1, key: newKey() }, how),
  'POST /:org/manage/staff/:staffId/return': async (_, how) => {
    await worked(submit('dana', `/willow/manage/staff/${cast.tess.staffId}/deactivation`, { version: 1, confirm: 1, key: newKey() }))
    return await submit('dana', `/willow/manage/staff/${cast.tess.staffId}/return`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/team/:token/acceptance': async (_, how) => {
    await worked(submit('dana', '/willow/manage/staff/invitations', { name: 'Eva Roth', email: 'eva@else.example', therapist: 1 }))
    await cron()
    const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'staff_invitation') ?? {}
    return await submit(newBrowser(), `/willow/team/${/\/team\/([\w-]+)/.exec(text)?.[1]}/acceptance`, {}, how)
  },
  'POST /:org/manage/clients/:clientId/settings/:key': (_, how) =>
    submit('dana', `/willow/manage/clients/${cast.ana.clientId}/settings/self_scheduling`, { value: 'off', version: 0 }, how),
  'POST /:org/manage/portal/history': async (_, how) => {
    const at = '2026-11-30T00:00Z'
    const html = await (await visit('dana', `/willow/manage/portal/history?at=${at}`)).text()
    const [, seen = ''] = /name="seen" value="([^"]*)"/.exec(html) ?? []
    return await submit('dana', '/willow/manage/portal/history', { at, seen, confirm: 1 }, how)
  },
  'POST /:org/manage/portal/history/:seq/restoration': async (_, how) => {
    const [entry] = await auditRows({ entity_id: 'contact_access' })
    return await submit(
      'dana',
      `/willow/manage/portal/history/${entry?.seq}/restoration`,
      { version: 1, key: 'contact_access', confirm: 1 },
      how,
    )
  },
  'POST /:org/manage/portal/history/export': (_, how) => submit('dana', '/willow/manage/portal/history/export', {}, how),
  'POST /:org/manage/clients/settings': (_, how) =>
    submit(
      'dana',
      '/willow/manage/clients/settings',
      { setting: 'self_scheduling', value: 'off', client: cast.ana.clientId, confirm: 1, key: newKey() },
      how,
    ),
  'POST /:org/manage/clients/:clientId/archive': (_, how) =>
    submit('dana', `/willow/manage/clients/${cast.ana.clientId}/archive`, { version: 1, confirm: 1, key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/return': async (_, how) => {
    await worked(submit('dana', `/willow/manage/clients/${cast.ana.clientId}/archive`, { version: 1, confirm: 1, key: newKey() }))
    return await submit('dana', `/willow/manage/clients/${cast.ana.clientId}/return`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/clients/invitations': (_, how) =>
    submit('dana', '/willow/manage/clients/invitations', { client: cast.nell.clientId, message: 'Welcome', key: newKey() }, how),
  'POST /:org/manage/clients/invitations/preview': (_, how) =>
    submit('dana', '/willow/manage/clients/invitations/preview', { client: cast.nell.clientId }, how),
  'POST /:org/manage/clients/:clientId/invitations/:invitationId/revocation': (situation, how) =>
    submit(
      'dana',
      `/willow/manage/clients/${cast.bo.clientId}/invitations/${situation.invitationId}/revocation`,
      { version: 1, key: newKey() },
      how,
    ),
  'POST /:org/invite/:token/acceptance': async (_, how) => await submit(null, `${await invitationOfNell()}/acceptance`, {}, how),
  'POST /:org/invite/:token/renewal': async (_, how) => {
    const path = await invitationOfNell()
    await rows("UPDATE invitations SET expires_at = 1 WHERE client_id = 'cli_nell'")
    return await submit(null, `${path}/renewal`, {}, how)
  },
  'POST /:org/manage/clients/search': (_, how) => submit('dana', '/willow/manage/clients/search', { q: 'nilsson' }, how),
  'POST /:org/my/:clientId/requests': async (_, how) => {
    const [start] = (await freeTimes('bo')).slice(3)
    return await submit(
      'bo',
      `${bo}/requests`,
      { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() },
      how,
    )
  },
  'POST /:org/my/:clientId/requests/:requestId/withdrawal': (situation, how) =>
    submit('bo', `${bo}/requests/${situation.requestId}/withdrawal`, { version: 1, key: newKey() }, how),
  'POST /:org/my/:clientId/appointments/:appointmentId/cancellation': (situation, how) =>
    submit('bo', `${bo}/appointments/${situation.appointmentId}/cancellation`, { version: 2, key: newKey() }, how),
  'POST /:org/my/:clientId/appointments/:appointmentId/reschedule': async (situation, how) => {
    const [start] = (await freeTimes('bo')).slice(-1)
    return await submit('bo', `${bo}/appointments/${situation.appointmentId}/reschedule`, { start, version: 2, key: newKey() }, how)
  },
  'POST /:org/my/:clientId/requests/:requestId/counter-offers/:counterOfferId/acceptance': async (situation, how) => {
    await worked(anOffer(situation))
    const [offer] = await rows<{ id: string }>('SELECT id FROM counter_offers ORDER BY position')
    return await submit(
      'bo',
      `${bo}/requests/${situation.requestId}/counter-offers/${offer?.id}/acceptance`,
      { version: 2, key: newKey() },
      how,
    )
  },
  'POST /:org/manage/requests/:requestId/counter-offer': (situation, how) => anOffer(situation, how),
  'POST /:org/manage/requests/:requestId/counter-offer/undo': async (situation, how) => {
    await worked(anOffer(situation))
    return await submit('theo', `/willow/manage/requests/${situation.requestId}/counter-offer/undo`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/video-room': (_, how) =>
    submit('theo', '/willow/manage/video-room', { address: 'https://video.example/theo', version: 1, key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/confirmation': (situation, how) =>
    submit('theo', `/willow/manage/requests/${situation.requestId}/confirmation`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/decline': (situation, how) =>
    submit('theo', `/willow/manage/requests/${situation.requestId}/decline`, { version: 1, message: 'Please call', key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/undo': (situation, how) =>
    submit('theo', `/willow/manage/requests/${situation.appointmentId}/undo`, { version: 2, key: newKey() }, how),
  'POST /:org/login': (_, how) => submit(null, '/willow/login', { email: 'ana@family.example' }, how),
  'POST /:org/login/code': async (_, how) => {
    const { browser, code } = await codeFor('ana@family.example')
    return await submit(browser, '/willow/login/code', { code }, how)
  },
  'POST /:org/login/link/:token': async (_, how) => {
    const { token } = await codeFor('ana@family.example')
    return await submit(null, `/willow/login/link/${token}`, {}, how)
  },
  'POST /account/sessions/:sessionId/end': async (_, how) => {
    const [ana, other] = [await signIn('ana'), await signIn('ana')]
    return await submit(ana, `/account/sessions/${(await sessionOf(other)).id}/end`, {}, how)
  },
  'POST /account/sessions/end': async (_, how) => await submit(await signIn('ana'), '/account/sessions/end', { which: 'others' }, how),
  'POST /account/email': async (_, how) =>
    await submit(await signIn('ana'), '/account/email', { email: 'ana.new@family.example', key: newKey() }, how),
  'POST /:org/my/email/:token': async (_, how) => {
    const ana = await signIn('ana')
    return await submit(ana, await askForAddress(ana, 'ana.new@family.example'), {}, how)
  },
  'POST /:org/my/drafts': (_, how) =>
    submit('bo', `/willow/my/drafts?form=request_note/${cast.bo.clientId}`, { note: 'After six, please' }, how),
  'POST /:org/join': (_, how) =>
    submit(newBrowser(), '/willow/join', { name: 'Vera Lindt', email: 'vera@new.example', key: newKey() }, how),
  'POST /:org/book': async (_, how) => {
    const [start] = (await freeTimes('bo')).slice(3)
    const time = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start }
    return await submit(newBrowser(), '/willow/book', { ...time, name: 'Vera Lindt', email: 'vera@new.example', key: newKey() }, how)
  },
  'POST /:org/my/registrations/:registrationId/other': async (situation, how) =>
    await submit(await signIn('bo'), `/willow/my/registrations/${situation.registrationId}/other`, { version: 2, key: newKey() }, how),
  'POST /:org/manage/portal/links/:kind/rotation': (situation, how) =>
    submit('dana', `${portalPage}/links/${situation.kind}/rotation`, { seen: '', key: newKey() }, how),
  'POST /:org/manage/portal/links/:kind/rotation/undo': async (situation, how) => {
    const link = `${portalPage}/links/${situation.kind}`
    await worked(submit('dana', `${link}/rotation`, { seen: '', key: newKey() }))
    const seen = /name="seen" value="([\w-]+)"/.exec(await (await visit('dana', `${portalPage}/links`)).text())?.[1]
    return await submit('dana', `${link}/rotation/undo`, { seen, key: newKey() }, how)
  },
  'POST /logout': async (_, how) => await submit(await signIn('ana'), '/logout', {}, how),
  'POST /account/language': async (_, how) => await submit(await signIn('ana'), '/account/language', { language: 'es' }, how),
  'POST /account/session/extension': async (_, how) => await submit(await signIn('ana'), '/account/session/extension', {}, how),
}

const boAndNell = `/willow/manage/clients/duplicates/${cast.bo.clientId}/${cast.nell.clientId}`
const registrationOf = ({ registrationId }: Situation) => `/willow/manage/clients/registrations/${registrationId}`

/** The registration of the situation waits for a decision: it is of somebody with Nell's address, who has a sign-in by now. */
async function aClaim(): Promise<void> {
  await rows("INSERT INTO people (id, name, email, created_at) VALUES ('per_nell', 'Nell Okafor', 'nell@family.example', 1)")
  await rows(
    "UPDATE registrations SET state = 'claim', client_id = NULL, person_id = 'per_nell', name = 'Nell Okafor', email = 'nell@family.example', proved_at = unixepoch('2026-12-01') * 1000",
  )
}

/** Dana invites Nell; answers where the e-mail leads. */
async function invitationOfNell(): Promise<string> {
  await worked(submit('dana', '/willow/manage/clients/invitations', { client: cast.nell.clientId, message: 'Welcome', key: newKey() }))
  await cron()
  const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'invitation') ?? {}
  return /\/willow\/invite\/[\w-]+/.exec(text)?.[0] ?? ''
}

/** Passkeys, authenticator and proving oneself: what each door changes. */
Object.assign(changes, {
  'POST /:org/login/passkey/challenge': (_, how) => submit(newBrowser(), '/willow/login/passkey/challenge', {}, how),
  'POST /:org/login/passkey': async (_, how) => {
    const { passkey } = await makesPasskey(await signIn('ana'))
    const browser = newBrowser()
    const answer = await signs(passkey, await optionsFrom(browser, '/willow/login/passkey/challenge'))
    return await submit(browser, '/willow/login/passkey', { answer }, how)
  },
  'POST /account/passkeys': async (_, how) => {
    const ana = await signIn('ana')
    const answer = await makes(await newSoftPasskey(), await optionsFrom(ana, '/account/passkeys/options'))
    return await submit(ana, '/account/passkeys', { answer }, how)
  },
  'POST /account/passkeys/options': async (_, how) => await submit(await signIn('ana'), '/account/passkeys/options', {}, how),
  'POST /account/passkeys/challenge': async (_, how) => await submit(await signIn('ana'), '/account/passkeys/challenge', {}, how),
  'POST /account/passkeys/offer': (_, how) => submit(newBrowser(), '/account/passkeys/offer', { back: '/willow/my' }, how),
  'POST /account/passkeys/:passkeyId/name': ({ passkeyId }, how) =>
    submit('bo', `/account/passkeys/${passkeyId}/name`, { name: 'My phone' }, how),
  'POST /account/passkeys/:passkeyId/removal': ({ passkeyId }, how) => submit('bo', `/account/passkeys/${passkeyId}/removal`, {}, how),
  'POST /account/authenticator': async (_, how) => {
    const ana = await signIn('ana')
    const { secret, sealed } = await setUpPage(ana)
    return await submit(ana, '/account/authenticator', { sealed, code: await appCode(secret) }, how)
  },
  'POST /account/authenticator/removal': async (_, how) => {
    const ana = await signIn('ana')
    await setsUpApp(ana)
    return await submit(ana, '/account/authenticator/removal', {}, how)
  },
  'POST /account/recovery-codes': (_, how) => submit('bo', '/account/recovery-codes', {}, how),
  'POST /account/second-factor': async (_, how) => {
    const { secret } = await setsUpApp(await signIn('ana'))
    const { browser, code } = await codeFor('ana@family.example')
    await worked(submit(browser, '/willow/login/code', { code }))
    return await submit(browser, '/account/second-factor', { code: await appCode(secret) }, how)
  },
  'POST /account/second-factor/passkey': async (_, how) => {
    const { passkey } = await makesPasskey(await signIn('theo'))
    const { browser, code } = await codeFor('theo@willow.example')
    await worked(submit(browser, '/willow/login/code', { code }))
    const answer = await signs(passkey, await optionsFrom(browser, '/account/passkeys/challenge'))
    return await submit(browser, '/account/second-factor/passkey', { answer }, how)
  },
  'POST /account/confirmation': async (_, how) => {
    const ana = await signIn('ana')
    await submit(ana, '/account/confirmation/mail')
    return await submit(ana, '/account/confirmation', { code: await newestCode('ana@family.example') }, how)
  },
  'POST /account/confirmation/mail': async (_, how) => await submit(await signIn('ana'), '/account/confirmation/mail', {}, how),
  'POST /account/confirmation/passkey': async (_, how) => {
    const ana = await signIn('ana')
    const { passkey } = await makesPasskey(ana)
    const answer = await signs(passkey, await optionsFrom(ana, '/account/passkeys/challenge'))
    return await submit(ana, '/account/confirmation/passkey', { answer }, how)
  },
} satisfies Record<string, Change>)

/** What a practice sets up (SCH-1). */
Object.assign(changes, {
  'POST /:org/manage/services': (_, how) => submit('dana', '/willow/manage/services', { ...aService, key: newKey() }, how),
  'POST /:org/manage/services/:serviceId': ({ serviceId }, how) =>
    submit('dana', `/willow/manage/services/${serviceId}`, { ...aService, version: 1, key: newKey() }, how),
  'POST /:org/manage/services/:serviceId/offerings': ({ serviceId }, how) =>
    submit(
      'dana',
      `/willow/manage/services/${serviceId}/offerings`,
      { therapist: cast.theo.staffId, [`location_${cast.theo.staffId}`]: '', version: 1, key: newKey() },
      how,
    ),
  'POST /:org/manage/services/:serviceId/position': ({ serviceId }, how) =>
    submit('dana', `/willow/manage/services/${serviceId}/position`, { direction: 'down', version: 1, key: newKey() }, how),
  'POST /:org/manage/services/:serviceId/archive': ({ serviceId }, how) =>
    submit('dana', `/willow/manage/services/${serviceId}/archive`, { version: 1, confirm: 1, key: newKey() }, how),
  'POST /:org/manage/services/:serviceId/return': async ({ serviceId }, how) => {
    await worked(submit('dana', `/willow/manage/services/${serviceId}/archive`, { version: 1, confirm: 1, key: newKey() }))
    return await submit('dana', `/willow/manage/services/${serviceId}/return`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/locations': (_, how) => submit('dana', '/willow/manage/locations', { ...aLocation, key: newKey() }, how),
  'POST /:org/manage/locations/:locationId': ({ locationId }, how) =>
    submit('dana', `/willow/manage/locations/${locationId}`, { ...aLocation, version: 1, key: newKey() }, how),
  'POST /:org/manage/locations/:locationId/archive': ({ locationId }, how) =>
    submit('dana', `/willow/manage/locations/${locationId}/archive`, { version: 1, confirm: 1, key: newKey() }, how),
  'POST /:org/manage/locations/:locationId/return': async ({ locationId }, how) => {
    await worked(submit('dana', `/willow/manage/locations/${locationId}/archive`, { version: 1, confirm: 1, key: newKey() }))
    return await submit('dana', `/willow/manage/locations/${locationId}/return`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/locations/:locationId/rooms': ({ locationId }, how) =>
    submit('dana', `/willow/manage/locations/${locationId}/rooms`, { name: 'Maple', key: newKey() }, how),
  'POST /:org/manage/locations/:locationId/rooms/:roomId/name': (situation, how) =>
    submit('dana', `${roomOf(situation)}/name`, { name: 'Birch', version: 1, key: newKey() }, how),
  'POST /:org/manage/locations/:locationId/rooms/:roomId/archive': async (situation, how) => {
    await worked(submit('dana', `${roomOf(situation)}/return`, { version: 1, key: newKey() }))
    return await submit('dana', `${roomOf(situation)}/archive`, { version: 2, confirm: 1, key: newKey() }, how)
  },
  'POST /:org/manage/locations/:locationId/rooms/:roomId/return': (situation, how) =>
    submit('dana', `${roomOf(situation)}/return`, { version: 1, key: newKey() }, how),
} satisfies Record<string, Change>)

const aService = { name: 'Couples', duration: 60, price: '180', forums: 'both', buffer_before: 5, buffer_after: 10, existing_clients: 1 }
const aLocation = { name: 'Annex', address: '20 Larch Street', zone: 'America/New_York' }
const roomOf = ({ locationId, roomId }: Situation) => `/willow/manage/locations/${locationId}/rooms/${roomId}`
/** Calendars and the waitlist: what each door changes. */
Object.assign(changes, {
  'POST /:org/my/:clientId/calendar-feed': (_, how) => submit('bo', `${bo}/calendar-feed`, {}, how),
  'POST /:org/my/:clientId/calendar-feed/end': async (_, how) => {
    await worked(submit('bo', `${bo}/calendar-feed`))
    return await submit('bo', `${bo}/calendar-feed/end`, {}, how)
  },
  'POST /:org/manage/calendar-feed': (_, how) => submit('theo', '/willow/manage/calendar-feed', {}, how),
  'POST /:org/manage/calendar-feed/end': async (_, how) => {
    await worked(submit('theo', '/willow/manage/calendar-feed'))
    return await submit('theo', '/willow/manage/calendar-feed/end', {}, how)
  },
  'POST /:org/my/:clientId/waitlist/entries': (_, how) =>
    submit(
      'bo',
      `${bo}/waitlist/entries`,
      { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', key: newKey() },
      how,
    ),
  'POST /:org/my/:clientId/waitlist/entries/:entryId/end': ({ entryId }, how) =>
    submit('bo', `${bo}/waitlist/entries/${entryId}/end`, { version: 1, key: newKey() }, how),
  'POST /:org/my/:clientId/waitlist/offers/:offerId/acceptance': ({ offerId }, how) =>
    submit('bo', `${bo}/waitlist/offers/${offerId}/acceptance`, { key: newKey() }, how),
  'POST /:org/my/:clientId/waitlist/offers/:offerId/decline': ({ offerId }, how) =>
    submit('bo', `${bo}/waitlist/offers/${offerId}/decline`, { key: newKey() }, how),
  'POST /:org/manage/waitlist/:entryId/removal': ({ entryId }, how) =>
    submit('theo', `/willow/manage/waitlist/${entryId}/removal`, { version: 1, key: newKey() }, how),
} satisfies Record<string, Change>)

/** Asks for a code in a new browser; answers it with the link's token. */
async function codeFor(email: string): Promise<{ browser: Browser; code: string; token: string }> {
  const browser = newBrowser()
  await worked(submit(browser, '/willow/login', { email }))
  await cron()
  const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'sign_in') ?? {}
  return { browser, code: /\b\d{6}\b/.exec(text)?.[0] ?? '', token: /login\/link\/([\w-]+)/.exec(text)?.[1] ?? '' }
}

const theosHours = `/willow/manage/hours/${cast.theo.staffId}`
const holidaysPage = '/willow/manage/hours/practice'
const seenNow = async (): Promise<number> =>
  (await rows<{ version: number }>("SELECT version FROM organizations WHERE id = 'org_willow'"))[0]?.version ?? 0

/** Hours, as Theo changes his and Dana changes the practice's. */
Object.assign(changes, {
  'POST /:org/manage/hours/:staffId/windows': (_, how) =>
    submit('theo', `${theosHours}/windows`, { weekday: 6, from: '10:00', to: '12:00', version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/windows/:windowId': ({ windowId }, how) =>
    submit('dana', `${theosHours}/windows/${windowId}`, { weekday: 7, from: '10:00', to: '13:00', version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/windows/:windowId/removal': ({ windowId }, how) =>
    submit('theo', `${theosHours}/windows/${windowId}/removal`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/days/:weekday/copies': (_, how) =>
    submit('theo', `${theosHours}/days/1/copies`, { to: ['6', '7'], version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/exceptions': (_, how) =>
    submit('theo', `${theosHours}/exceptions`, { kind: 'off', from_date: '2026-12-24', version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/exceptions/:exceptionId/removal': ({ exceptionId }, how) =>
    submit('theo', `${theosHours}/exceptions/${exceptionId}/removal`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/rules': (_, how) =>
    submit('theo', `${theosHours}/rules`, { notice: 2, horizon: 30, interval: 15, cap: 4, version: 1, key: newKey() }, how),
  'POST /:org/manage/hours/:staffId/undo': async ({ windowId }, how) => {
    await worked(submit('theo', `${theosHours}/windows/${windowId}/removal`, { version: 1, key: newKey() }))
    return await submit('theo', `${theosHours}/undo`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/hours/practice': async (_, how) =>
    submit('dana', holidaysPage, { kind: 'off', from_date: '2026-12-25', version: await seenNow(), key: newKey() }, how),
  'POST /:org/manage/hours/practice/:exceptionId/removal': async (_, how) =>
    submit('dana', `${holidaysPage}/exc_all/removal`, { version: await seenNow(), key: newKey() }, how),
  'POST /:org/manage/hours/practice/undo': async (_, how) => {
    await worked(submit('dana', `${holidaysPage}/exc_all/removal`, { version: await seenNow(), key: newKey() }))
    return await submit('dana', `${holidaysPage}/undo`, { version: await seenNow(), key: newKey() }, how)
  },
  'POST /:org/manage/hours/practice/request-limit': async (_, how) =>
    submit('dana', `${holidaysPage}/request-limit`, { limit: 3, version: await seenNow(), key: newKey() }, how),
} satisfies Record<string, Change>)
/** Series and standing requests: what each door changes. */
Object.assign(changes, {
  'POST /:org/my/:clientId/standing': (_, how) =>
    submit(
      'bo',
      `${bo}/standing`,
      {
        therapist: cast.theo.staffId,
        service: services.session,
        forum: 'telehealth',
        time: '4-840',
        every: '2',
        from: '2026-12-10',
        key: newKey(),
      },
      how,
    ),
  'POST /:org/my/:clientId/standing/:standingId/withdrawal': ({ standingId }, how) =>
    submit('bo', `${bo}/standing/${standingId}/withdrawal`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/series': (_, how) =>
    submit(
      'theo',
      '/willow/manage/series',
      {
        client: cast.bo.clientId,
        offering: `${cast.theo.staffId}:${services.session}`,
        forum: 'telehealth',
        date: '2027-03-01',
        time: '09:00',
        every: '1',
        count: '1',
        keep: '2027-03-01',
        key: newKey(),
      },
      how,
    ),
  'POST /:org/manage/series/:seriesId/change': async ({ seriesId }, how) => {
    const [first] = await ofSeries(seriesId)
    const fields = { from: first?.id, weekday: '2', time: '10:00', therapist: cast.theo.staffId, keep: `${first?.id}.1`, key: newKey() }
    return await submit('theo', `/willow/manage/series/${seriesId}/change`, fields, how)
  },
  'POST /:org/manage/series/:seriesId/cancellation': async ({ seriesId }, how) => {
    const [first] = await ofSeries(seriesId)
    return await submit(
      'theo',
      `/willow/manage/series/${seriesId}/cancellation`,
      { from: first?.id, keep: `${first?.id}.1`, key: newKey() },
      how,
    )
  },
  'POST /:org/manage/standing/:standingId/confirmation': ({ standingId }, how) =>
    submit('theo', `/willow/manage/standing/${standingId}/confirmation`, { version: 1, keep: '2026-12-09', key: newKey() }, how),
  'POST /:org/manage/standing/:standingId/decline': ({ standingId }, how) =>
    submit('theo', `/willow/manage/standing/${standingId}/decline`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/standing/:standingId/undo': async ({ standingId }, how) => {
    await worked(submit('theo', `/willow/manage/standing/${standingId}/decline`, { version: 1, key: newKey() }))
    return await submit('theo', `/willow/manage/standing/${standingId}/undo`, { version: 2, key: newKey() }, how)
  },
} satisfies Record<string, Change>)

const ofSeries = (id: string) => rows<{ id: string }>('SELECT id FROM appointments WHERE series_id = ? ORDER BY starts_at', id)
/** The staff's calendar: a new appointment, and what can be done with one. */
const thursdayAtTen = {
  client: cast.ana.clientId,
  therapist: cast.theo.staffId,
  service: services.session,
  where: 'telehealth',
  date: '2026-12-10',
  time: '15:00',
}
const appointment = ({ appointmentId }: Situation) => `/willow/manage/appointments/${appointmentId}`
Object.assign(changes, {
  'POST /:org/manage/calendar/new': (_, how) => submit('dana', '/willow/manage/calendar/new', { ...thursdayAtTen, find: 'nell' }, how),
  'POST /:org/manage/appointments': (_, how) => submit('theo', '/willow/manage/appointments', { ...thursdayAtTen, key: newKey() }, how),
  'POST /:org/manage/appointments/:appointmentId/move': (situation, how) =>
    submit(
      'theo',
      `${appointment(situation)}/move`,
      { ...thursdayAtTen, client: undefined, service: undefined, version: 2, key: newKey() },
      how,
    ),
  'POST /:org/manage/appointments/:appointmentId/cancellation': (situation, how) =>
    submit('theo', `${appointment(situation)}/cancellation`, { version: 2, key: newKey() }, how),
  'POST /:org/manage/appointments/:appointmentId/deletion': (situation, how) =>
    submit('theo', `${appointment(situation)}/deletion`, { version: 2, key: newKey() }, how),
  'POST /:org/manage/appointments/:appointmentId/restoration': async (situation, how) => {
    await worked(submit('theo', `${appointment(situation)}/deletion`, { version: 2, key: newKey() }))
    return await submit('theo', `${appointment(situation)}/restoration`, { version: 3, key: newKey() }, how)
  },
  'POST /:org/manage/appointments/:appointmentId/completion': async (situation, how) => {
    await hasBegun(situation)
    return await submit('theo', `${appointment(situation)}/completion`, { version: 2, key: newKey() }, how)
  },
  'POST /:org/manage/appointments/:appointmentId/no-show': async (situation, how) => {
    await hasBegun(situation)
    return await submit('theo', `${appointment(situation)}/no-show`, { version: 2, key: newKey() }, how)
  },
} satisfies Record<string, Change>)

/** The appointment of the situation began an hour ago. */
const hasBegun = ({ appointmentId }: Situation) =>
  rows(
    `UPDATE appointments SET starts_at = ?1, ends_at = ?1 + 3000000, blocked_from = ?1, blocked_until = ?1 + 3000000 WHERE id = ?2`,
    Date.parse('2026-12-01T14:00:00Z'),
    appointmentId,
  )

/** Theo offers two other times for the request. */
const anOffer = ({ requestId }: Situation, how: How = {}): Promise<Response> =>
  submit(
    'theo',
    `/willow/manage/requests/${requestId}/counter-offer`,
    { offer: ['2026-12-10T16:00:00.000Z', '2026-12-10T18:00:00.000Z'], version: 1, key: newKey() },
    how,
  )

/** Which e-mails people get, and what they may say: what each door changes. */
const aWish = { language: 'en', kind: ['all', 'reminder'], version: 0 }
const bosPage = '/willow/my/notifications'
const discretionSeen = async (page: string): Promise<string> =>
  /name="version" value="(\d+)"/.exec(page.slice(page.indexOf('discretion-cli_bo')))?.[1] ?? ''
const bosVersion = async (): Promise<string> => await discretionSeen(await (await visit('bo', bosPage)).text())
const bosFile = `/willow/manage/clients/${cast.bo.clientId}`
const mailsPage = '/willow/manage/portal/emails'
const someMails = { sender_name: 'Front desk', language: 'en', grace: '30', reminders: '24', quiet_from: '', quiet_until: '' }
const relief = (): Promise<string> => reliefToken(env.PORTAL_SECRET, 'willow', { recipient: 'client:cli_bo', kind: 'events' })
const safeLink = async (): Promise<string> => {
  await worked(submit('bo', `${bo}/safe-address`, { email: 'safe@else.example', version: await bosVersion(), key: newKey() }))
  await cron()
  return new URL(/https?:\/\/\S+/.exec((await mail()).findLast(({ kind }) => kind === 'safe_address')?.text ?? '')?.[0] ?? '').pathname
}
Object.assign(changes, {
  'POST /:org/my/notifications': (_, how) => submit('bo', bosPage, { ...aWish, key: newKey() }, how),
  'POST /:org/manage/notifications': (_, how) =>
    submit('theo', '/willow/manage/notifications', { ...aWish, notices: 'none', key: newKey() }, how),
  'POST /:org/my/:clientId/discretion': async (_, how) =>
    submit('bo', `${bo}/discretion`, { discreet: 'no_email', version: await bosVersion(), key: newKey() }, how),
  'POST /:org/my/:clientId/safe-address': async (_, how) =>
    submit('bo', `${bo}/safe-address`, { email: 'safe@else.example', version: await bosVersion(), key: newKey() }, how),
  'POST /:org/my/:clientId/safe-address/end': async (_, how) => {
    await safeLink()
    return await submit('bo', `${bo}/safe-address/end`, { version: await bosVersion(), key: newKey() }, how)
  },
  'POST /:org/safe-address/:token': async (_, how) => submit(newBrowser(), await safeLink(), {}, how),
  'POST /:org/manage/clients/:clientId/discretion': async (_, how) =>
    submit('dana', `${bosFile}/discretion`, { discreet: 'date_and_time', version: await bosVersion(), key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/safe-address': async (_, how) =>
    submit('dana', `${bosFile}/safe-address`, { email: 'safe@else.example', version: await bosVersion(), key: newKey() }, how),
  'POST /:org/manage/clients/:clientId/safe-address/end': async (_, how) => {
    await safeLink()
    return await submit('dana', `${bosFile}/safe-address/end`, { version: await bosVersion(), key: newKey() }, how)
  },
  'POST /:org/unsubscribe/:token': async (_, how) => submit(newBrowser(), `/willow/unsubscribe/${await relief()}`, {}, how),
  'POST /:org/unsubscribe/:token/undo': async (_, how) => {
    await worked(submit(newBrowser(), `/willow/unsubscribe/${await relief()}`))
    return await submit(newBrowser(), `/willow/unsubscribe/${await relief()}/undo`, {}, how)
  },
  'POST /:org/manage/portal/emails': async (_, how) =>
    submit('dana', mailsPage, { ...someMails, version: await seenNow(), key: newKey() }, how),
  'POST /:org/manage/portal/emails/undo': async (_, how) => {
    await worked(submit('dana', mailsPage, { ...someMails, version: await seenNow(), key: newKey() }))
    return await submit('dana', `${mailsPage}/undo`, { version: await seenNow(), key: newKey() }, how)
  },
} satisfies Record<string, Change>)
