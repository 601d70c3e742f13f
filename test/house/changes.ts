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
import { freeTimes, worked, type Situation } from './situation.ts'

/** How to make a door change something in a portal in use (situation.ts). */
type Change = (situation: Situation, how: How) => Promise<Response>
const portalPage = '/willow/manage/portal'
const bo = `/willow/my/${cast.bo.clientId}`

export const changes: Record<string, Change> = {
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
