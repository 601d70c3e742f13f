import { worked } from '../house/situation.ts'
import { cast, cron, newBrowser, newKey, rows, submit, visit } from '../support/portal.ts'
import { accounts, addressOf, aVisitor, door } from './doing.ts'
import { said } from './said.ts'
import type { UseCase } from './use-case.ts'

export const aboutEntering: UseCase[] = [
  {
    name: 'somebody asks for a sign-in code',
    covers: accounts('asking', 'signInEmail'),
    act: async (_, how) => submit(newBrowser(), '/willow/login', { email: await addressOf('per_ana') }, how),
    tells: ['sign_in ana'],
    repeats: 'sign_in.asked',
  },
  {
    name: 'a visitor registers',
    covers: accounts('asking', 'signInEmail'),
    act: async (_, how) => submit(newBrowser(), '/willow/join', { name: said('name'), email: said('email'), key: newKey() }, how),
    tells: ['sign_in somebody new'],
    repeats: 'sign_in.asked',
  },
  {
    name: 'somebody proves herself once more by e-mail',
    covers: accounts('asking', 'signInEmail'),
    act: door('/account/confirmation/mail'),
    tells: ['sign_in ana'],
    repeats: 'sign_in.asked',
  },
  {
    name: 'a visitor proves her address, and her time becomes a request',
    covers: accounts('new-client', 'notifyAlways', 'notifyStaff'),
    act: async (_, how) => {
      const { browser, code } = await aVisitor(said('email'))
      return await submit(browser, '/willow/login/code', { code }, how)
    },
    tells: ['new_request theo', 'request_received somebody new'],
    spent: true,
  },
  {
    name: 'staff link a registration',
    covers: accounts('claims', 'registrationDecided'),
    act: door('/:org/manage/clients/registrations/:registrationId/link'),
    tells: ['registration_decided nell'],
  },
  {
    name: 'staff refuse a registration',
    covers: accounts('claims', 'registrationDecided'),
    act: door('/:org/manage/clients/registrations/:registrationId/refusal'),
    tells: ['registration_decided nell'],
  },
  {
    name: 'staff invite a client',
    covers: accounts('inviting', 'invitationEmails'),
    act: (_, how) =>
      submit(
        'dana',
        '/willow/manage/clients/invitations',
        { client: cast.nell.clientId, message: `${said('invitation')} {first_name} {practice} {phone}`, key: newKey() },
        how,
      ),
    tells: ['invitation nell'],
  },
  {
    name: 'somebody asks for her invitation once more',
    covers: accounts('inviting', 'invitationEmails'),
    act: door('/:org/invite/:token/renewal'),
    tells: ['invitation nell'],
    repeats: 'invitation.renewed',
  },
  {
    name: 'an administrator offers work',
    covers: accounts('work-offers', 'staffInvitationEmail'),
    act: (_, how) =>
      submit('dana', '/willow/manage/staff/invitations', { name: said('name'), email: said('email'), therapist: 1, key: newKey() }, how),
    tells: ['staff_invitation somebody new'],
  },
  {
    name: 'somebody asks for another address',
    covers: accounts('email-change', 'emailChangeEmail'),
    act: (_, how) => submit('ana', '/account/email', { email: said('email'), key: newKey() }, how),
    tells: ['email_change somebody new'],
  },
  {
    name: 'somebody opens the link at her new address',
    covers: accounts('email-change', 'emailChangedEmail'),
    act: async (_, how) => {
      await worked(submit('ana', '/account/email', { email: said('email'), key: newKey() }))
      await cron()
      const [sent] = await rows<{ mail: string }>("SELECT mail FROM dev_mail WHERE mail LIKE '%email_change%' ORDER BY seq DESC LIMIT 1")
      const path = /\/willow\/my\/email\/[\w-]+/.exec(sent?.mail ?? '')?.[0] ?? ''
      await visit('ana', path)
      return await submit('ana', path, {}, how)
    },
    tells: ['email_changed ana'],
    spent: true,
  },
  {
    name: 'somebody adds a passkey',
    covers: accounts('passkeys', 'securityNotice'),
    act: door('/account/passkeys'),
    tells: ['passkey_added ana'],
    spent: true,
  },
  {
    name: 'somebody removes a passkey',
    covers: accounts('passkeys', 'securityNotice'),
    act: door('/account/passkeys/:passkeyId/removal'),
    tells: ['passkey_removed bo'],
    spent: true,
  },
  {
    name: 'somebody sets up an authenticator',
    covers: accounts('authenticator', 'securityNotice'),
    act: door('/account/authenticator'),
    tells: ['authenticator_added ana'],
    spent: true,
  },
  {
    name: 'somebody removes an authenticator',
    covers: accounts('authenticator', 'securityNotice'),
    act: door('/account/authenticator/removal'),
    tells: ['authenticator_added ana', 'authenticator_removed ana'],
  },
  {
    name: 'somebody makes recovery codes',
    covers: accounts('recovery-codes', 'securityNotice'),
    act: door('/account/recovery-codes'),
    tells: ['recovery_codes_made bo'],
    repeats: 'recovery_codes.made',
  },
]
