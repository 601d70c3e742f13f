import type { PairedRecord, PairRead } from '../../src/clients/pair.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'

export interface MergeFormProps {
  current: StaffCurrent
  pair: PairRead
  versions: string
  formKey: string
}

/** Which record stays, what becomes of the other, one button; or why two accounts cannot become one by themselves. */
export function MergeForm({ current, pair: { records }, versions, formKey }: MergeFormProps) {
  const { words, organization, language } = current
  const text = words.duplicates.pair
  const [first, second] = records
  const at = { org: organization.slug, clientId: first.id, otherId: second.id }
  const older = first.createdAt <= second.createdAt ? first : second
  if (first.personId !== null && second.personId !== null && first.personId !== second.personId)
    return <TwoAccounts {...{ current, records }} />
  return (
    <section aria-labelledby="merge-heading">
      <h2 id="merge-heading">{text.mergeHeading}</h2>
      <form method="post" action={href(paths.merge, at)} class="stack">
        <input type="hidden" name="versions" value={versions} />
        <input type="hidden" name="key" value={formKey} />
        <fieldset class="field">
          <legend>{text.keep}</legend>
          {records.map((record) => (
            <div class="field check">
              <input type="radio" id={`keep-${record.id}`} name="keep" value={record.id} checked={record === older} />
              <label for={`keep-${record.id}`}>{text.keeps(record.name, printDate(record.createdAt, organization.zone, language))}</label>
            </div>
          ))}
        </fieldset>
        <ul>
          {text.does.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <div class="actions">
          <Button kind="primary">{text.merge}</Button>
        </div>
      </form>
      <form method="post" action={href(paths.duplicateDismissal, at)} class="actions">
        <input type="hidden" name="key" value={`${formKey}-two`} />
        <Button kind="plain">{words.duplicates.twoPeople}</Button>
      </form>
    </section>
  )
}

function TwoAccounts({ current, records }: { current: StaffCurrent; records: [PairedRecord, PairedRecord] }) {
  const { words, organization } = current
  const text = words.duplicates.pair
  const open = records.map(({ id, name }) => (
    <a href={href(paths.client, { org: organization.slug, clientId: id }, {}, 'account')}>{text.openRecord(name)}</a>
  ))
  return (
    <Notice words={words.components} kind="no" title={text.twoAccountsTitle} action={<p class="actions">{open}</p>}>
      {text.twoAccounts}
    </Notice>
  )
}
