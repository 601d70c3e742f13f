import type { ClientFile } from '../../src/clients/client-file.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'

export interface IdentitySectionProps {
  current: StaffCurrent
  file: ClientFile
  formKey: string
}

/** Other records that may be hers, each one press away from being compared (LNK-5). */
export function Lookalikes({ current, file }: Omit<IdentitySectionProps, 'formKey'>) {
  const { words, organization } = current
  if (file.lookalikes.length === 0) return <></>
  return (
    <Notice words={words.components} kind="wait" title={words.duplicates.onHerPage}>
      <p>{words.duplicates.onHerPageText(file.lookalikes.length)}</p>
      <ul>
        {file.lookalikes.map(({ id, name }) => (
          <li>
            <a href={href(paths.duplicatePair, { org: organization.slug, clientId: file.id, otherId: id })}>
              {words.duplicates.compareNames(file.name, name)}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Her account, and how to end it. */
export function AccountSection({ current, file, formKey }: IdentitySectionProps) {
  const { words, organization, language } = current
  if (file.accountAt === null) return <></>
  const { heading, text, end, ends } = words.duplicates.account
  return (
    <section id="account" aria-labelledby="account-heading">
      <h2 id="account-heading">{heading}</h2>
      <form method="post" action={href(paths.clientAccountEnd, { org: organization.slug, clientId: file.id })} class="card stack">
        <p>
          {text(printDate(file.accountAt, organization.zone, language))} {ends}
        </p>
        <input type="hidden" name="version" value={file.version} />
        <input type="hidden" name="key" value={`${formKey}-acct`} />
        <div class="actions">
          <Button kind="danger">{end}</Button>
        </div>
      </form>
    </section>
  )
}

/** Records that were merged into hers, each with the way back. */
export function MergesSection({ current, file, formKey }: IdentitySectionProps) {
  const { words, organization, language } = current
  if (file.merges.length === 0) return <></>
  const { heading, line, takeBack, takesBack } = words.duplicates.merges
  return (
    <section id="merges" aria-labelledby="merges-heading">
      <h2 id="merges-heading">{heading}</h2>
      <div class="card stack">
        {file.merges.map(({ id, version, name, at, byName }) => (
          <form method="post" action={href(paths.mergeUndo, { org: organization.slug, mergeId: id })} class="stack">
            <p>{line(name, printDate(at, organization.zone, language), byName)}</p>
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="key" value={`${formKey}-${id.slice(-6)}`} />
            <div class="actions">
              <Button icon="undo">{takeBack}</Button>
            </div>
          </form>
        ))}
        <p class="hint">{takesBack}</p>
      </div>
    </section>
  )
}
