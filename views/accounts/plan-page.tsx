import type { Seats } from '../../src/accounts/seats.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, settingKeys } from '../../src/settings/declarations.ts'
import { changedUnder, type Changed } from '../../src/settings/plan-change.ts'
import { planNamed, plans, seatsIn, type Plan } from '../../src/settings/plans.ts'
import { StaffFrame } from '../frames.tsx'

/** What the practice's plan includes, and a look at the others. */
export function PlanSection({ current, seats }: { current: StaffCurrent; seats: Seats }) {
  const { words, language, organization } = current
  return (
    <section id="plan" aria-labelledby="plan-heading">
      <h2 id="plan-heading">{words.seats.planHeading}</h2>
      <div class="card stack">
        <p>{words.seats.plan(planNamed(organization.plan).label[language])}</p>
        <Included current={current} plan={planNamed(organization.plan)} bought={seats.bought} />
        <p class="soft">{words.seats.hostChanges}</p>
        <p>{words.seats.compare}</p>
        <PlanChips current={current} />
      </div>
    </section>
  )
}

export interface PlanPreviewProps {
  current: StaffCurrent
  seats: Seats
  plan: string
  /** What is in flight of the settings that would stop, in sentences. */
  meets: string[]
}

/** SET-53: what another plan would change, computed on facts that are not so. Looking changes nothing. */
export function PlanPage({ current, seats, plan, meets }: PlanPreviewProps) {
  const { words, language, organization, facts } = current
  const name = planNamed(plan).label[language]
  const changes = changedUnder(plan, facts)
  return (
    <StaffFrame
      current={current}
      title={words.seats.previewTitle(name)}
      here="staff"
      back={href(paths.planPreview, { org: organization.slug }, { plan })}
    >
      <p>
        <a href={href(paths.seats, { org: organization.slug }, {}, 'plan')}>{words.seats.back}</a>
      </p>
      <h1>{words.seats.previewTitle(name)}</h1>
      <p class="lead">{plan === organization.plan ? words.seats.sameAsNow : words.seats.previewIntro}</p>
      <PlanChips current={current} shown={plan} />
      <div class="card stack">
        <Included current={current} plan={planNamed(plan)} bought={seats.bought} />
      </div>
      <section aria-labelledby="changes-heading">
        <h2 id="changes-heading">{words.seats.settingsHeading}</h2>
        <Changes current={current} changes={changes} />
      </section>
      <section aria-labelledby="seats-heading">
        <h2 id="seats-heading">{words.seats.seatsHeading}</h2>
        <p>{seatsUnder(current, seats, plan)}</p>
      </section>
      <section aria-labelledby="in-flight-heading">
        <h2 id="in-flight-heading">{words.seats.inFlightHeading}</h2>
        <p>{meets.length > 0 ? meets.join(' ') : words.seats.nothingInFlight}</p>
      </section>
    </StaffFrame>
  )
}

/** What a plan includes: the settings that need it, from their own declarations, and its seats. */
function Included({ current: { words, language }, plan, bought }: { current: StaffCurrent; plan: Plan; bought: number }) {
  const included = settingKeys.filter((key) =>
    declarationOf(key).needs.some((need) => need.kind === 'plan' && plan.features.includes(need.feature)),
  )
  return (
    <div>
      <p>{included.length > 0 ? words.seats.includes : words.seats.includesNothing}</p>
      <ul class="bullets">
        {included.map((key) => (
          <li>{declarationOf(key).label[language]}</li>
        ))}
        <li>{plan.freeSeats === null ? words.seats.seatForEverybody : words.seats.seatsOfPlan(plan.freeSeats, bought)}</li>
      </ul>
    </div>
  )
}

function PlanChips({ current: { language, organization, words }, shown }: { current: StaffCurrent; shown?: string }) {
  const others = Object.keys(plans).filter((plan) => shown !== undefined || plan !== organization.plan)
  return (
    <nav class="chips" aria-label={words.seats.compare}>
      {others.map((plan) => (
        <a href={href(paths.planPreview, { org: organization.slug }, { plan })} {...(plan === shown && { 'aria-current': 'page' })}>
          {planNamed(plan).label[language]}
        </a>
      ))}
    </nav>
  )
}

function Changes({ current: { words, language }, changes }: { current: StaffCurrent; changes: Changed[] }) {
  if (changes.length === 0) return <p>{words.seats.noSettings}</p>
  return (
    <ul class="bullets">
      {changes.map((change) => (
        <li data-changes={change.key}>
          <b>{declarationOf(change.key).label[language]}</b> {wordOf(words.seats, change)}
        </li>
      ))}
    </ul>
  )
}

function wordOf({ stops, begins, locked, unlocked }: StaffCurrent['words']['seats'], { before, after }: Changed): string {
  if (before.effective !== after.effective) return after.effective ? begins : stops
  return after.reason === null ? unlocked : locked
}

function seatsUnder({ words }: StaffCurrent, { used, bought }: Seats, plan: string): string {
  const total = seatsIn(planNamed(plan), bought)
  return total === null || used <= total ? words.seats.seatsEnough : words.seats.seatsMissing(used - total)
}
