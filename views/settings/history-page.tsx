import type { StaffCurrent } from '../../src/current.ts'
import { eventNames, switchKey } from '../../src/notifications/events.ts'
import { href, paths } from '../../src/paths.ts'
import { settingKeys } from '../../src/settings/declarations.ts'
import type { HistoryFilter, HistoryPage as Shown } from '../../src/settings/history.ts'
import { labelOfSwitch } from '../../src/settings/switch-keys.ts'
import type { RestorationRefusal } from '../../src/settings/restorations.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { SelectField } from '../components/field.tsx'
import { Pager } from '../components/pager.tsx'
import { TableList } from '../components/table-list.tsx'
import { entryRow } from './history-entry.tsx'
import { HistoryFrame } from './history-parts.tsx'
import { RefusedRestoration } from './refused-restoration.tsx'

export interface HistoryPageProps {
  current: StaffCurrent
  page: Shown
  /** The entry that was not put back, and why: this page is the answer. */
  refused?: { seq: number; refusal: RestorationRefusal }
}

/** SET-8: who changed which setting, when, from what to what; any of it can be put back. */
export function HistoryPage({ current, page, refused }: HistoryPageProps) {
  const { words, organization } = current
  const { when, who, what, change, putBackColumn, caption } = words.history
  const entry = refused && page.entries.find(({ seq }) => seq === refused.seq)
  return (
    <HistoryFrame current={current} here="changes" back={addressOf(organization.slug, page.filter)}>
      {refused && entry && <RefusedRestoration current={current} entry={entry} refusal={refused.refusal} />}
      <Filters current={current} page={page} />
      <div class="stack">
        {page.entries.length === 0 ? (
          <Nothing current={current} filter={page.filter} />
        ) : (
          <TableList
            caption={caption}
            columns={[...[when, who, what, change].map((label) => ({ label })), { label: putBackColumn, labelled: true }]}
            rows={page.entries.map((one) => entryRow(current, one))}
          />
        )}
        <Pager
          words={{ ...words.components, newer: words.history.newest }}
          newer={page.filter.after === null ? undefined : { href: addressOf(organization.slug, { ...page.filter, after: null }) }}
          older={
            page.hasOlder ? { href: addressOf(organization.slug, { ...page.filter, after: page.entries.at(-1)?.seq ?? null }) } : undefined
          }
        />
        {page.entries.length > 0 && <Export current={current} filter={page.filter} />}
        <p>
          <a href={href(paths.audit, { org: organization.slug })}>{words.sealing.link}</a>
        </p>
      </div>
    </HistoryFrame>
  )
}

function Filters({ current: { words, language, organization }, page: { filter, people } }: { current: StaffCurrent; page: Shown }) {
  const { everything, overrides, anyone, person, setting, show } = words.history
  const keys = [...settingKeys, ...eventNames.map(switchKey)]
  const switches = keys.map((key) => ({ value: key, label: labelOfSwitch(key)?.[language] ?? key }))
  return (
    <form method="get" action={href(paths.history, { org: organization.slug })} class="card stack">
      <div class="choices">
        <SelectField
          label={setting}
          name="key"
          value={filter.key ?? ''}
          options={[{ value: '', label: everything }, { value: 'overrides', label: overrides }, ...switches]}
        />
        <SelectField
          label={person}
          name="person"
          value={filter.person ?? ''}
          options={[{ value: '', label: anyone }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      <Button>{show}</Button>
    </form>
  )
}

function Nothing({ current: { words, organization }, filter }: { current: StaffCurrent; filter: HistoryFilter }) {
  const { none, noneFound, showAll, toSettings } = words.history
  const org = { org: organization.slug }
  const isFiltered = filter.key !== null || filter.person !== null || filter.after !== null
  if (isFiltered)
    return (
      <EmptyState icon="search" title={noneFound.title} action={<ButtonLink href={href(paths.history, org)}>{showAll}</ButtonLink>}>
        {noneFound.text}
      </EmptyState>
    )
  return (
    <EmptyState icon="clock" title={none.title} action={<ButtonLink href={href(paths.portal, org)}>{toSettings}</ButtonLink>}>
      {none.text}
    </EmptyState>
  )
}

/** A form, because a download is audited: it changes something. */
function Export({ current: { words, organization }, filter: { key, person } }: { current: StaffCurrent; filter: HistoryFilter }) {
  return (
    <form method="post" action={href(paths.historyExport, { org: organization.slug })} class="stack">
      {key !== null && <input type="hidden" name="key" value={key} />}
      {person !== null && <input type="hidden" name="person" value={person} />}
      <p class="meta" id="export-hint">
        {words.history.exportHint(10_000)}
      </p>
      <Button aria-describedby="export-hint">{words.history.exportCsv}</Button>
    </form>
  )
}

const addressOf = (org: string, { key, person, after }: HistoryFilter): string =>
  href(paths.history, { org }, { key: key ?? undefined, person: person ?? undefined, after: after ?? undefined })
