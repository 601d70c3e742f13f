import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Joining } from '../../src/scheduling/waitlist-joining.ts'
import { addDays, wallClock } from '../../src/scheduling/zones.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'

export interface NewWaitPageProps {
  current: ClientCurrent
  /** Null: there is nothing to wait for. */
  joining: Joining | null
  /** The day that was typed. */
  before?: string
  problem?: 'past' | 'waiting'
}

/** SCH-28: what she would wait for, what "earlier" means, and what happens when a time opens. */
export function NewWaitPage({ current, joining, before, problem }: NewWaitPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const said = words.waitlist
  return (
    <ClientFrame current={current} title={said.newTitle} here="appointments" actsFor={mine} back={href(paths.newWaitlistEntry, at)}>
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{said.newTitle}</h1>
      {problem === 'waiting' && (
        <Notice words={words.components} kind="no" focus action={<a href={href(paths.waitlist, at)}>{said.seeList}</a>}>
          {said.problems.waiting}
        </Notice>
      )}
      {joining ? (
        <Ask {...{ current, joining, before, problem, at }} />
      ) : (
        <EmptyState icon="phone" title={said.nothing}>
          {said.nothingHint(organization.phone)}
        </EmptyState>
      )}
    </ClientFrame>
  )
}

type AskProps = { current: ClientCurrent; joining: Joining; at: { org: string; clientId: string } } & {
  before: string | undefined
  problem: NewWaitPageProps['problem']
}

function Ask({ current, joining, before, problem, at }: AskProps) {
  const { words } = current
  const said = words.waitlist
  const { bookable, appointment } = joining
  const { choice, forum, zone } = bookable
  const asked = appointment ? { appointment: appointment.id } : { therapist: choice.staffId, service: choice.serviceId, forum }
  const tomorrow = addDays(wallClock(zone, current.now).date, 1)
  return (
    <form method="post" action={href(paths.waitlistEntries, at)} class="card stack">
      {Object.entries({ ...asked, key: newKey() }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div>
        <p>{words.scheduling.withWhom(choice.service, choice.therapist, words.scheduling.forum[forum])}</p>
        <Bound {...{ current, joining }} />
      </div>
      <Field
        label={said.before}
        name="before"
        type="date"
        min={tomorrow}
        value={before}
        optional={words.components.optional}
        hint={said.beforeHint}
        error={problem === 'past' ? said.problems.past : undefined}
        {...(problem === 'past' && { 'data-focus': true })}
      />
      <p>{said.howItWorks}</p>
      <p>{appointment ? said.whatItMoves : said.whatItMakes}</p>
      <div class="actions">
        <Button kind="primary">{said.join}</Button>
      </div>
    </form>
  )
}

/** What "earlier" is earlier than, if she names no day. */
function Bound({ current: { words, language }, joining: { bookable, free, appointment } }: { current: ClientCurrent; joining: Joining }) {
  const said = words.waitlist
  const first = free[0]?.startsAt
  const than = appointment?.startsAt ?? first
  if (than === undefined) return <p class="soft">{said.anything}</p>
  return (
    <p class="soft">
      {appointment ? said.earlierThan : said.earlierThanFirst} <Time at={than} zone={bookable.zone} language={language} />.
    </p>
  )
}
