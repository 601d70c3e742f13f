import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Wished } from '../../src/scheduling/waitlist-joining.ts'
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
  wished: Wished | null
  /** The day that was typed. */
  before?: string
  problem?: 'past' | 'waiting'
}

/** SCH-28: what she would wait for, what "earlier" means, and what happens when a time opens. */
export function NewWaitPage({ current, wished, before, problem }: NewWaitPageProps) {
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
      {wished ? (
        <Ask {...{ current, wished, before, problem, at }} />
      ) : (
        <EmptyState icon="phone" title={said.nothing}>
          {said.nothingHint(organization.phone)}
        </EmptyState>
      )}
    </ClientFrame>
  )
}

type AskProps = { current: ClientCurrent; wished: Wished; at: { org: string; clientId: string } } & {
  before: string | undefined
  problem: NewWaitPageProps['problem']
}

function Ask({ current, wished, before, problem, at }: AskProps) {
  const { words } = current
  const said = words.waitlist
  const { service, therapist, forum, zone, appointmentId, fields } = wished
  const tomorrow = addDays(wallClock(zone, current.now).date, 1)
  return (
    <form method="post" action={href(paths.waitlistEntries, at)} class="card stack">
      {Object.entries({ ...fields, key: newKey() }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div>
        <p>{words.scheduling.withWhom(service, therapist, words.scheduling.forum[forum])}</p>
        <Bound {...{ current, wished }} />
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
      <p>{appointmentId ? said.whatItMoves : said.whatItMakes}</p>
      <div class="actions">
        <Button kind="primary">{said.join}</Button>
      </div>
    </form>
  )
}

/** What "earlier" is earlier than, if no day is named. */
function Bound({ current: { words, language }, wished: { zone, earlierThan, appointmentId } }: { current: ClientCurrent; wished: Wished }) {
  const said = words.waitlist
  if (earlierThan === null) return <p class="soft">{said.anything}</p>
  return (
    <p class="soft">
      {appointmentId ? said.earlierThan : said.earlierThanFirst} <Time at={earlierThan} zone={zone} language={language} />.
    </p>
  )
}
