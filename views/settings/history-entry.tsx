import type { StaffCurrent } from '../../src/current.ts'
import { cursorOf } from '../../src/clients/cursor.ts'
import { href, paths } from '../../src/paths.ts'
import { isSettingKey } from '../../src/settings/declarations.ts'
import { canBePutBack, labelOfEntry, type Entry } from '../../src/settings/history-entry.ts'
import { standing, type ReasonCode } from '../../src/settings/standing.ts'
import { defaultOf } from '../../src/settings/switch-keys.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import type { Row } from '../components/table-list.tsx'
import { reasonText, When } from './history-parts.tsx'

/** One change: when, who, what and of whom, from what to what, and the way back. */
export function entryRow(current: StaffCurrent, entry: Entry): Row {
  const { words } = current
  return {
    id: `entry-${entry.seq}`,
    cells: [
      <When current={current} at={entry.at} />,
      entry.by || words.history.portal,
      <What current={current} entry={entry} />,
      <Change current={current} entry={entry} />,
      <WayBack current={current} entry={entry} />,
    ],
  }
}

/** A form that puts back what was before an entry; the version is that of the switch as it is now. */
export function PutBackForm({ current, entry, confirmed = false }: { current: StaffCurrent; entry: Entry; confirmed?: boolean }) {
  const { words, organization, language } = current
  const { putBackTo, putBackToInherit, confirmPutBack } = words.history
  const label = confirmed ? confirmPutBack : entry.from === 'inherit' ? putBackToInherit : putBackTo(entry.from === 'on' ? 'on' : 'off')
  return (
    <form method="post" action={href(paths.restoration, { org: organization.slug, seq: String(entry.seq) })}>
      <input type="hidden" name="version" value={String(presentOf(current, entry).version)} />
      <input type="hidden" name="key" value={entry.key} />
      {entry.client && <input type="hidden" name="client" value={entry.client.id} />}
      {confirmed && <input type="hidden" name="confirm" value="1" />}
      <Button kind={confirmed ? 'danger' : 'quiet'} icon="undo">
        {label}
        <span class="visually-hidden">: {labelOfEntry(entry, language)}</span>
      </Button>
    </form>
  )
}

function What({ current, entry }: { current: StaffCurrent; entry: Entry }) {
  const { words, organization, language } = current
  const org = { org: organization.slug }
  const { client, kind } = entry
  return (
    <>
      {kind === 'seat' ? (
        words.history.seatOf(entry.staffName ?? '')
      ) : (
        <a href={href(paths.history, org, { key: entry.key })}>{labelOfEntry(entry, language)}</a>
      )}
      {client && (
        <span class="note">
          {words.history.forClient} <a href={href(paths.clients, org, { from: cursorOf(client.id) })}>{client.name}</a>
        </span>
      )}
      <Restored current={current} entry={entry} />
    </>
  )
}

function Restored({ current, entry: { restored, asOf, key, scheduled } }: { current: StaffCurrent; entry: Entry }) {
  const { words, organization } = current
  if (asOf !== null)
    return (
      <span class="note">
        {words.history.restoredAsOf} <When current={current} at={asOf} />
      </span>
    )
  if (scheduled) return <span class="note">{words.history.asPlanned}</span>
  if (restored === null) return <></>
  return (
    <span class="note">
      {words.history.restored} <a href={href(paths.history, { org: organization.slug }, { key, after: restored + 1 })}>#{restored}</a>
    </span>
  )
}

function Change({ current, entry }: { current: StaffCurrent; entry: Entry }) {
  const { words } = current
  const { kind, from, to } = entry
  if (kind === 'effect') return <>{words.history.tookEffect}</>
  if (kind === 'schedule') return <Planned current={current} entry={entry} />
  return (
    <>
      {from !== null && (
        <>
          <span class="visually-hidden">{words.history.from} </span>
          {stateText(current, from)} <Icon name="arrow" />
          <span class="visually-hidden"> {words.history.to}</span>{' '}
        </>
      )}
      <b>{stateText(current, to)}</b>
    </>
  )
}

/** What was planned for later, or what became of that. */
function Planned({ current, entry: { action, to, dueAt } }: { current: StaffCurrent; entry: Entry }) {
  const { planned, planCancelled, planSkipped, planRead } = current.words.history
  if (action === 'schedule.cancelled') return <>{planCancelled}</>
  if (action === 'schedule.dismissed') return <>{planRead}</>
  if (action === 'schedule.skipped' || dueAt === null) return <>{planSkipped}</>
  return (
    <>
      {planned} <When current={current} at={dueAt} />: <b>{stateText(current, to)}</b>
    </>
  )
}

function WayBack({ current, entry }: { current: StaffCurrent; entry: Entry }) {
  if (!canBePutBack(entry)) return <></>
  if (presentOf(current, entry).value === entry.from) return <span class="soft">{current.words.history.isSo}</span>
  const reason = reasonAgainst(current, entry)
  return reason ? (
    <span class="meta">
      <Icon name="lock" /> {reasonText(current, entry.key, reason)}
    </span>
  ) : (
    <PutBackForm current={current} entry={entry} />
  )
}

function stateText({ words }: StaffCurrent, state: string | null): string {
  if (state === 'inherit') return words.history.inherits
  return state === 'on' || state === 'off' ? words.history.stateWord(state) : (state ?? '')
}

/** The switch of an entry as it is now. */
function presentOf({ facts }: StaffCurrent, { kind, key, override }: Entry): { value: string; version: number } {
  if (kind === 'override') return override ?? { value: 'inherit', version: 0 }
  return facts.choices[key] ?? { value: defaultOf(key), version: 0 }
}

function reasonAgainst({ facts }: StaffCurrent, { kind, key }: Entry): ReasonCode | null {
  if (!isSettingKey(key)) return null
  const { reason, effective } = standing(key, facts)
  return kind === 'override' ? (effective ? null : 'org_off') : reason
}
