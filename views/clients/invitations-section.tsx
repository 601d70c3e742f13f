import { stateOf, whyNotInvited } from '../../src/accounts/invitation-state.ts'
import type { ClientFile, InvitationOnFile } from '../../src/clients/client-file.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge, type BadgeProps } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'
import { Toast } from '../components/toast.tsx'

interface SectionProps {
  current: StaffCurrent
  file: ClientFile
  /** The idempotency key of the next change. */
  formKey: string
  /** The last one was revoked a moment ago, and can come back (SET-4). */
  canUndo: boolean
  /** A revocation came too late. */
  refused?: boolean | undefined
}

/** A client's invitations: what was sent when and by whom, what became of it, another one, and the end of one (ACC-21, SET-42). */
export function InvitationsSection({ current, file, formKey, canUndo, refused = false }: SectionProps) {
  const { words, organization } = current
  const { invitations } = words
  const [last] = file.invitations
  return (
    <section id="invitations" aria-labelledby="invitations-heading">
      <h2 id="invitations-heading">{invitations.section}</h2>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {invitations.staleRevoke}
        </Notice>
      )}
      <div class="card stack">
        {file.invitations.length === 0 && <p class="soft">{invitations.none}</p>}
        {file.invitations.map((invitation) => (
          <Invitation {...{ current, file, formKey, invitation }} />
        ))}
        <InviteButton current={current} file={file} again={last !== undefined} />
      </div>
      {last && canUndo && file.archivedAt === null && (
        <Toast
          words={words.components}
          text={invitations.revoked}
          undo={{
            action: revocationOf(organization.slug, file, last),
            fields: { version: String(last.version), key: formKey, undo: '1' },
          }}
        />
      )}
    </section>
  )
}

function Invitation({
  current,
  file,
  formKey,
  invitation,
}: Pick<SectionProps, 'current' | 'file' | 'formKey'> & { invitation: InvitationOnFile }) {
  const { words, organization, language, now } = current
  const { invitations } = words
  const { email, createdAt, createdByName, expiresAt, version } = invitation
  const state = stateIn(file, invitation, now)
  const day = (at: number) => printDate(at, organization.zone, language)
  return (
    <div class="planned" data-state={state}>
      <div>
        <p>
          <Badge kind={looks[state]}>{invitations.states[state]}</Badge> {invitations.sentBy(day(createdAt), createdByName)}
        </p>
        <p class="soft">
          {email}
          {state === 'open' && <> · {invitations.until(day(expiresAt))}</>}
        </p>
      </div>
      {state === 'open' && (
        <form method="post" action={revocationOf(organization.slug, file, invitation)}>
          <input type="hidden" name="version" value={String(version)} />
          <input type="hidden" name="key" value={formKey} />
          <Button kind="danger">{invitations.revoke}</Button>
        </form>
      )}
    </div>
  )
}

/** Greyed with its reason when she cannot be invited (ACC-20). */
export function InviteButton({ current, file, again = false }: { current: StaffCurrent; file: ClientFile; again?: boolean }) {
  const { words, organization } = current
  const { invitations } = words
  const reason = whyNotInvited({ ...file, email: file.safeEmail ?? file.email, hasAccount: file.accountAt !== null })
  const label = again ? invitations.again1 : invitations.invite
  if (reason)
    return (
      <div class="actions" data-reason={reason}>
        <Button type="button" icon="mail" aria-disabled="true" aria-describedby="why-not-invited">
          {label}
        </Button>
        <span class="soft" id="why-not-invited">
          {invitations.reasons[reason]}
        </span>
      </div>
    )
  return (
    <div class="actions">
      <ButtonLink icon="mail" href={href(paths.invitations, { org: organization.slug }, { client: file.id })}>
        {label}
      </ButtonLink>
    </div>
  )
}

type Shown = ReturnType<typeof stateOf> | 'otherAddress'

/** An invitation to an address that is not on file any more opens nothing. */
function stateIn(file: ClientFile, invitation: InvitationOnFile, now: number): Shown {
  const state = stateOf(invitation, now)
  return state === 'open' && invitation.email !== (file.safeEmail ?? file.email) ? 'otherAddress' : state
}

const looks: Record<Shown, NonNullable<BadgeProps['kind']>> = {
  open: 'wait',
  used: 'ok',
  expired: 'plain',
  revoked: 'plain',
  otherAddress: 'plain',
}

const revocationOf = (org: string, { id: clientId }: ClientFile, { id: invitationId }: InvitationOnFile): string =>
  href(paths.clientInvitationRevocation, { org, clientId, invitationId })
