import type { BatchProgress, ListedBatch, Unsent } from '../../src/accounts/invitation-batch.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { TableList } from '../components/table-list.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'

interface BatchProps {
  current: StaffCurrent
  batch: BatchProgress
}

/** One sending: how far it is, and who did not get hers. Without JavaScript it is looked at again by hand. */
export function InvitationBatchPage({ current, batch }: BatchProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const title = batch.waiting > 0 ? words.invitations.progressTitle : words.invitations.doneTitle
  return (
    <StaffFrame current={current} title={title} here="clients" back={href(paths.invitationBatch, { ...org, batchId: batch.id })}>
      <p>
        <a href={href(paths.invitations, org)}>{words.invitations.sendings}</a>
      </p>
      <h1>{words.invitations.doneTitle}</h1>
      <p class="lead">
        <Time at={batch.createdAt} zone={organization.zone} language={current.language} form="stamp" now={current.now} />,{' '}
        {words.invitations.sendingBy(batch.createdByName)}
      </p>
      <InvitationProgress current={current} batch={batch} />
      <p>
        <a href={href(paths.clients, org)}>{words.invitations.toClients}</a>
      </p>
    </StaffFrame>
  )
}

/** How far a sending is; asks again every few seconds until everything is dealt with. */
export function InvitationProgress({ current, batch }: BatchProps) {
  const { words, organization } = current
  const { id, total, sent, waiting, unsent } = batch
  const at = { org: organization.slug, batchId: id }
  const polls = {
    'hx-get': href(paths.invitationProgress, at),
    'hx-trigger': 'every 3s',
    'hx-swap': 'outerHTML',
  }
  return (
    <div id="progress" class="stack" data-waiting={waiting} {...(waiting > 0 && polls)}>
      <div class="card stack">
        <p {...(waiting === 0 && { 'data-announce': true })}>
          <b>{words.invitations.progress(sent, total)}</b>
        </p>
        <progress max={total} value={total - waiting} aria-label={words.invitations.progressTitle}></progress>
        {waiting > 0 ? (
          <p class="soft">
            {words.invitations.waiting} <a href={href(paths.invitationBatch, at)}>{words.invitations.reload}</a>
          </p>
        ) : (
          unsent.length === 0 && <p class="soft">{words.invitations.allSent(total)}</p>
        )}
      </div>
      {unsent.length > 0 && <NotSent current={current} unsent={unsent} />}
    </div>
  )
}

/** Who did not get hers, why, and the way to try once more: a page on which whoever still cannot be invited is greyed. */
function NotSent({ current, unsent }: { current: StaffCurrent; unsent: Unsent[] }) {
  const { words, organization } = current
  const { invitations } = words
  const org = organization.slug
  return (
    <form method="post" action={href(paths.invitationPreview, { org })}>
      <Notice words={words.components} kind="no" title={invitations.notSent(unsent.length)} action={<Button>{invitations.again}</Button>}>
        <ul>
          {unsent.map(({ clientId, name, reason }) => (
            <li data-reason={reason}>
              <input type="hidden" name="client" value={clientId} />
              <a href={href(paths.client, { org, clientId })}>{name}</a>: {invitations.unsent[reason ?? ''] ?? invitations.unsent.other}
            </li>
          ))}
        </ul>
      </Notice>
    </form>
  )
}

/** The last sendings, newest first. */
export function InvitationBatchesPage({ current, batches }: { current: StaffCurrent; batches: ListedBatch[] }) {
  const { words, organization, language, now } = current
  const { invitations } = words
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={invitations.sendings} here="clients" back={href(paths.invitations, org)}>
      <p>
        <a href={href(paths.clients, org)}>{words.clients.title}</a>
      </p>
      <h1>{invitations.sendings}</h1>
      {batches.length === 0 ? (
        <EmptyState
          icon="mail"
          title={invitations.noSendings}
          action={<ButtonLink href={href(paths.clients, org)}>{invitations.toClients}</ButtonLink>}
        >
          {invitations.noSendingsText}
        </EmptyState>
      ) : (
        <TableList
          caption={invitations.sendings}
          columns={[{ label: invitations.section }, { label: invitations.who }, { label: invitations.from }]}
          rows={batches.map(({ id, total, createdAt, createdByName }) => ({
            cells: [
              <a href={href(paths.invitationBatch, { ...org, batchId: id })}>
                <Time at={createdAt} zone={organization.zone} language={language} form="stamp" now={now} />
              </a>,
              invitations.clientsInvited(total),
              createdByName,
            ],
          }))}
        />
      )}
    </StaffFrame>
  )
}
