import type { ChosenClient, IntakeForm } from '../../src/accounts/inviting.ts'
import { mostOfMessage } from '../../src/accounts/invitation-message.ts'
import { whyNotInvited } from '../../src/accounts/invitation-state.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'
import { InvitationPreview, type Previewed } from './invitation-preview.tsx'

export interface InviteClientsProps {
  current: StaffCurrent
  /** Everybody who was chosen, whether or not she can be invited. */
  chosen: ChosenClient[]
  /** The ids of those who are ticked. */
  ticked: string[]
  message: string
  forms: readonly IntakeForm[]
  formIds: string[]
  /** The idempotency key of the sending. */
  formKey: string
  /** The e-mail as it would go to the first of them; null when there is nobody, or no message. */
  preview: Previewed | null
  problem?: DraftProblem | undefined
  /** Came in place of another page: the heading takes the focus. */
  arrives?: boolean
}

/** What keeps an invitation from being sent. `changed`: a client is not as the page showed her. */
export type DraftProblem = { kind: 'nobody' | 'empty' | 'long' | 'changed' } | { kind: 'strangers'; pieces: string[] }

/** Invite Clients to Client Portal (ACC-20): who, with which words, how it will look; then one button for all. */
export function InviteClientsPage(props: InviteClientsProps) {
  const { current } = props
  const org = { org: current.organization.slug }
  return (
    <StaffFrame current={current} title={current.words.invitations.title} here="clients" back={href(paths.clients, org)}>
      <InviteClients {...props} />
    </StaffFrame>
  )
}

/** What stands in the page's main; alone when Manage Clients makes room for it. */
export function InviteClients({
  current,
  chosen,
  ticked,
  message,
  forms,
  formIds,
  formKey,
  preview,
  problem,
  arrives,
}: InviteClientsProps) {
  const { words, organization } = current
  const { invitations } = words
  const org = { org: organization.slug }
  const invitable = chosen.filter((client) => whyNotInvited(client) === null)
  const error = problem && problem.kind !== 'nobody' && problem.kind !== 'changed' ? messageError(current, problem) : undefined
  const errors = [
    ...(problem?.kind === 'nobody' ? [{ field: `client-${invitable[0]?.id}`, message: invitations.chooseSomebody }] : []),
    ...(error ? [{ field: 'message', message: error }] : []),
  ]
  return (
    <>
      {arrives && <title>{`${invitations.title} · ${organization.name}`}</title>}
      <p>
        <a href={href(paths.clients, org)}>{words.clients.title}</a>
      </p>
      <h1 {...(arrives && { tabindex: -1, 'data-focus': true })}>{invitations.title}</h1>
      <form method="post" action={href(paths.invitations, org)} class="stack" novalidate>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="among" value={chosen.map(({ id }) => id).join(' ')} />
        <ErrorSummary words={words.components} errors={errors} />
        {problem?.kind === 'changed' && (
          <Notice words={words.components} kind="no" focus>
            {invitations.changed}
          </Notice>
        )}
        {invitable.length === 0 && (
          <Notice words={words.components} kind="wait" title={invitations.nobody}>
            {invitations.nobodyText}
          </Notice>
        )}
        <fieldset class="card field">
          <legend class="visually-hidden">{invitations.who}</legend>
          <h2>{invitations.who}</h2>
          <ul class="contents">
            {chosen.map((client) => (
              <Chosen current={current} client={client} ticked={ticked.includes(client.id)} />
            ))}
          </ul>
          {invitable.length > 0 && <p class="hint">{invitations.sentBefore}</p>}
        </fieldset>
        {invitable.length > 0 && (
          <>
            <div class="card stack">
              <Field
                label={invitations.message}
                name="message"
                multiline
                rows={7}
                value={message}
                hint={invitations.messageHint}
                error={error}
                maxlength={mostOfMessage}
                required
              />
              <Forms {...{ current, forms, formIds }} />
              <div class="actions">
                <Button icon="mail" formaction={href(paths.invitationPreview, org)}>
                  {invitations.showPreview}
                </Button>
              </div>
            </div>
            {preview && <InvitationPreview current={current} previewed={preview} />}
            <div class="actions">
              <Button kind="primary" icon="mail">
                {invitations.send(ticked.length)}
              </Button>
            </div>
          </>
        )}
      </form>
    </>
  )
}

/** A client with her box; greyed with its reason when she cannot be invited (SET-6). */
function Chosen({ current, client, ticked }: { current: StaffCurrent; client: ChosenClient; ticked: boolean }) {
  const { reasons } = current.words.invitations
  const reason = whyNotInvited(client)
  const id = `client-${client.id}`
  return (
    <li class="check" {...(reason && { 'data-reason': reason })}>
      <input
        type="checkbox"
        name="client"
        value={client.id}
        id={id}
        checked={ticked && !reason}
        {...(reason && { disabled: true, 'aria-describedby': `${id}-why` })}
      />
      <label for={id}>{client.name}</label>
      <span class="hint" id={`${id}-why`}>
        {reason ? reasons[reason] : client.email}
      </span>
    </li>
  )
}

/** Forms that go along, once there are any. */
function Forms({ current, forms, formIds }: Pick<InviteClientsProps, 'current' | 'forms' | 'formIds'>) {
  if (forms.length === 0) return <></>
  return (
    <fieldset class="field">
      <legend>{current.words.invitations.forms}</legend>
      {forms.map(({ id, name }) => (
        <div class="check">
          <input type="checkbox" name="form" value={id} id={`form-${id}`} checked={formIds.includes(id)} />
          <label for={`form-${id}`}>{name}</label>
        </div>
      ))}
    </fieldset>
  )
}

function messageError({ words: { invitations } }: StaffCurrent, problem: DraftProblem): string {
  if (problem.kind === 'strangers') return invitations.messageStrangers(problem.pieces.join(' '))
  return problem.kind === 'empty' ? invitations.messageEmpty : invitations.messageLong
}
