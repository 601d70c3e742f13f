import { invitation, invitationParts, type InvitationProps } from '../../views/emails/invitation.tsx'
import { firstName } from '../../views/emails/letter.tsx'
import type { StaffCurrent } from '../current.ts'
import { href, paths } from '../paths.ts'
import { linesOf } from './invitation-message.ts'
import { invitationLifetime } from './invitation-state.ts'
import type { ChosenClient } from './inviting.ts'

/** The e-mail as it would go to a client now (ACC-20), made by what makes the real one. Its link opens nothing: there is no invitation yet. */
export async function previewOf(current: StaffCurrent, client: ChosenClient, message: string) {
  const { organization, env, now } = current
  const letter: InvitationProps = {
    language: client.language ?? organization.language,
    name: client.name,
    lines: linesOf(message, { first_name: firstName(client.name), practice: organization.name, phone: organization.phone }),
    address: new URL(env.PUBLIC_ORIGIN).origin + href(paths.invitation, { org: organization.slug, token: '...' }),
    until: { at: now + invitationLifetime, zone: client.zone ?? organization.zone },
  }
  const { text } = await invitation(letter)
  return { parts: invitationParts(letter), text, to: { name: client.name, address: client.email ?? '' } }
}
