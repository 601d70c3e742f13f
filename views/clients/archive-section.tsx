import type { ClientFile } from '../../src/clients/client-file.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Toast } from '../components/toast.tsx'
import { Day } from './client-row.tsx'

export interface ArchiveSectionProps {
  current: StaffCurrent
  file: ClientFile
  /** The idempotency key of the next change. */
  formKey: string
  /** She was archived a moment ago: undoing it leaves no trace but the audit's. */
  canUndo: boolean
  refusal?: 'stale' | 'impact' | undefined
}

/** SET-43: what an archive does, the question about what it meets, and the way back. */
export function ArchiveSection({ current, file, formKey, canUndo, refusal }: ArchiveSectionProps) {
  const { words, organization } = current
  const { archive } = words.clients
  const at = { org: organization.slug, clientId: file.id }
  const fields = { version: String(file.version), key: formKey }
  return (
    <section id="archive" aria-labelledby="archive-heading">
      <h2 id="archive-heading">{archive.heading}</h2>
      {refusal === 'stale' && (
        <Notice words={words.components} kind="no" focus>
          {archive.stale}
        </Notice>
      )}
      <form method="post" action={href(file.archivedAt === null ? paths.clientArchive : paths.clientReturn, at)} class="card stack">
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {file.archivedAt !== null ? (
          <>
            <p>
              {archive.since} <Day current={current} at={file.archivedAt} />. {archive.isArchived}
            </p>
            <div class="actions">
              <Button>{archive.bringBack}</Button>
            </div>
          </>
        ) : refusal === 'impact' ? (
          <Question {...{ current, file, at }} />
        ) : (
          <>
            <p>{archive.does}</p>
            <div class="actions">
              <Button kind="danger">{archive.archive}</Button>
            </div>
          </>
        )}
      </form>
      {canUndo && (
        <Toast
          words={words.components}
          text={archive.archived(file.name)}
          undo={{ action: href(paths.clientReturn, at), fields: { ...fields, undo: '1' } }}
        />
      )}
    </section>
  )
}

/** What the archive meets, and what becomes of it. */
function Question({ current, file, at }: Pick<ArchiveSectionProps, 'current' | 'file'> & { at: { org: string; clientId: string } }) {
  const { archive } = current.words.clients
  const { openRequests, ahead, openInvitations } = file
  const lines = [
    openRequests > 0 && archive.openRequests(openRequests),
    ahead > 0 && archive.ahead(ahead),
    openInvitations > 0 && archive.openInvitations(openInvitations),
  ]
  return (
    <div class="impact" role="group" aria-labelledby="archive-impact" tabindex={-1} data-focus>
      <p id="archive-impact">
        <b>{archive.sure(file.name)}</b> {lines.filter(Boolean).join(' ')}
      </p>
      <div class="actions">
        <Button kind="danger" name="confirm" value="1">
          {archive.archive}
        </Button>
        <ButtonLink href={href(paths.client, at)}>{archive.keep}</ButtonLink>
      </div>
    </div>
  )
}
