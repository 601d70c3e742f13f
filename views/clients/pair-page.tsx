import type { Child } from 'hono/jsx'
import type { MergeRefusal } from '../../src/clients/merging.ts'
import type { PairedRecord, PairRead } from '../../src/clients/pair.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Notice } from '../components/notice.tsx'
import { TableList } from '../components/table-list.tsx'
import { printDate, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { MergeForm } from './merge-form.tsx'

export interface PairPageProps {
  current: StaffCurrent
  pair: PairRead
  /** The versions of both, as the form sends them back. */
  versions: string
  formKey: string
  refusal?: MergeRefusal | undefined
}

/** Two records side by side, what a merge would do, and which of them stays (LNK-5). */
export function PairPage({ current, pair, versions, formKey, refusal }: PairPageProps) {
  const { words, organization } = current
  const [first, second] = pair.records
  const text = words.duplicates.pair
  return (
    <StaffFrame
      current={current}
      title={text.title}
      here="clients"
      back={href(paths.duplicatePair, { org: organization.slug, clientId: first.id, otherId: second.id })}
    >
      <p>
        <a href={href(paths.duplicates, { org: organization.slug })}>{words.duplicates.title}</a>
      </p>
      <h1>{text.title}</h1>
      {refusal && (
        <Notice words={words.components} kind="no" focus>
          {words.duplicates.refusals[refusal]}
        </Notice>
      )}
      {pair.dismissed && <p class="soft">{text.dismissedAlready}</p>}
      <SideBySide {...{ current, pair }} />
      <Overlaps {...{ current, pair }} />
      <MergeForm {...{ current, pair, versions, formKey }} />
    </StaffFrame>
  )
}

function SideBySide({ current, pair: { records } }: Pick<PairPageProps, 'current' | 'pair'>) {
  const { words } = current
  const text = words.duplicates.pair
  const rows = factsOf(current, records[0]).map(([label, value], at) => {
    const other = factsOf(current, records[1])[at]?.[1] ?? ''
    return { cells: [label, value, other, value === other ? '' : text.differs] as Child[] }
  })
  return (
    <TableList
      caption={text.title}
      columns={[{ label: text.what }, { label: records[0].name }, { label: records[1].name }, { label: text.differs, labelled: true }]}
      rows={rows}
    />
  )
}

/** What is on file of a record, line by line. */
function factsOf({ words, organization, language }: StaffCurrent, record: PairedRecord): [string, string][] {
  const text = words.duplicates.pair
  const day = (at: number) => printDate(at, organization.zone, language)
  const listed = (names: string[]) => (names.length > 0 ? names.join(', ') : text.nothing)
  const off = Object.keys(record.overrides).filter((key) => record.overrides[key]?.value === 'off')
  const short: Record<string, string> = words.clients.short
  return [
    [text.name, record.name],
    [text.email, record.email ?? text.empty],
    [text.phone, record.phone ?? text.empty],
    [text.birthDate, record.birthDate ?? text.empty],
    [text.account, record.accountAt === null ? text.noAccount : text.accountSince(day(record.accountAt))],
    [text.state, record.archivedAt === null ? text.active : words.duplicates.archived],
    [text.onFile, day(record.createdAt)],
    [text.appointments, text.counted(record.appointments, record.ahead)],
    [text.contacts, listed(record.contacts)],
    [text.therapists, listed(record.therapists)],
    [text.off, listed(off.map((key) => short[key] ?? key))],
  ]
}

function Overlaps({ current, pair: { overlaps } }: Pick<PairPageProps, 'current' | 'pair'>) {
  const { words, language } = current
  const text = words.duplicates.pair
  if (overlaps.length === 0) return <></>
  return (
    <Notice words={words.components} kind="wait" title={text.overlapsHeading}>
      <p>{text.overlapsText}</p>
      <ul>
        {overlaps.map(({ startsAt, otherStartsAt, zone, therapist, otherTherapist }) => (
          <li>
            <Time at={startsAt} zone={zone} language={language} /> {therapist} · <Time at={otherStartsAt} zone={zone} language={language} />{' '}
            {otherTherapist}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
