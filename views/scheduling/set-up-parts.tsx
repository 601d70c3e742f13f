import type { StaffCurrent } from '../../src/current.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'

/** Somebody was quicker; what was typed is still there. */
export function Stale({ current: { words }, href }: { current: StaffCurrent; href: string }) {
  return (
    <Notice words={words.components} kind="no" focus action={<a href={href}>{words.practice.staleAs}</a>}>
      {words.practice.stale}
    </Notice>
  )
}

export interface ArchiveFormProps {
  current: StaffCurrent
  name: string
  version: number
  archivedAt: number | null
  formKey: string
  /** Where archive and return are posted, and the page without the question. */
  at: { archive: string; bringBack: string; page: string }
  /** What an archive does, and what it means to be archived. */
  does: string
  isArchived: string
  /** What it would meet, in sentences: then it is a question (SET-7). */
  asks?: string[] | undefined
  stale?: boolean
}

/** Archive and return, of a service or a location: what it does, what it meets, and the way back. */
export function ArchiveForm({ current, name, version, archivedAt, formKey, at, does, isArchived, asks, stale = false }: ArchiveFormProps) {
  const { words } = current
  return (
    <section id="archive" aria-labelledby="archive-heading">
      <h2 id="archive-heading">{words.practice.archiveHeading}</h2>
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {words.practice.staleHere}
        </Notice>
      )}
      <form method="post" action={archivedAt === null ? at.archive : at.bringBack} class="card stack">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="key" value={`${formKey}-archive`} />
        {archivedAt === null && asks ? (
          <Question current={current} sure={words.practice.sure(name)} lines={asks} page={at.page} />
        ) : (
          <>
            <p>{archivedAt === null ? does : isArchived}</p>
            <div class="actions">
              <Button kind={archivedAt === null ? 'danger' : 'quiet'}>
                {archivedAt === null ? words.practice.archive : words.practice.bringBack}
              </Button>
            </div>
          </>
        )}
      </form>
    </section>
  )
}

/** What it meets, and what becomes of it; yes, or no. */
export function Question({
  current: { words },
  sure,
  lines,
  page,
}: {
  current: StaffCurrent
  sure: string
  lines: string[]
  page: string
}) {
  return (
    <div class="impact" role="group" aria-labelledby="archive-impact" tabindex={-1} data-focus>
      <p id="archive-impact">
        <b>{sure}</b> {lines.join(' ')}
      </p>
      <div class="actions">
        <Button kind="danger" name="confirm" value="1">
          {words.practice.archive}
        </Button>
        <ButtonLink href={page}>{words.practice.keep}</ButtonLink>
      </div>
    </div>
  )
}

/** What is ahead and stays. */
export const staying = ({ words }: StaffCurrent, { openRequests, ahead }: { openRequests: number; ahead: number }): string[] => [
  ...(openRequests > 0 ? [words.practice.requestsStay(openRequests)] : []),
  ...(ahead > 0 ? [words.practice.appointmentsStay(ahead)] : []),
]
