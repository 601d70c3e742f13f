import type { IdleLimit } from '../../src/accounts/idle-limit.ts'
import type { Member, SeatRefusal, Seats } from '../../src/accounts/seats.ts'
import type { WaitingOffer } from '../../src/accounts/work-offers.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Badge } from '../components/badge.tsx'
import { Notice } from '../components/notice.tsx'
import { SwitchRow } from '../components/switch-row.tsx'
import { StaffFrame } from '../frames.tsx'
import { Changed } from '../settings/setting-row.tsx'
import { IdleSection } from './idle-section.tsx'
import { OffersSection } from './offers-section.tsx'
import { PlanSection } from './plan-page.tsx'

export interface SeatsPageProps {
  current: StaffCurrent
  seats: Seats
  /** The seat that was not changed, when this page is the answer to it without JavaScript. */
  refused?: { staffId: string; refusal: SeatRefusal }
  /** What the page shows beside the seats; left out where only a seat is answered. */
  team?: { offers: WaitingOffer[]; idle: IdleLimit; formKey: string }
  offerProblem?: Problem
  idleProblem?: Problem
  conflict?: boolean
}

/** Organization > Staff & seats: who works here, who has a seat, what the plan includes (SET-52). */
export function SeatsPage({ current, seats, refused, team, offerProblem, idleProblem, conflict = false }: SeatsPageProps) {
  const { words, organization } = current
  return (
    <StaffFrame current={current} title={words.seats.title} here="staff" back={href(paths.seats, { org: organization.slug })}>
      <h1>{words.seats.title}</h1>
      <p class="lead">{words.seats.intro}</p>
      {conflict && (
        <Notice words={words.components} kind="no" focus>
          {words.staff.changedMeanwhile}
        </Notice>
      )}
      <section aria-labelledby="staff-heading">
        <h2 id="staff-heading">{words.seats.staffHeading}</h2>
        <SeatsUsed current={current} seats={seats} />
        <div class="rows">
          {seats.members.map((member) => (
            <MemberRow {...{ current, seats, member }} refusal={refused?.staffId === member.id ? refused.refusal : undefined} />
          ))}
        </div>
      </section>
      {team && <OffersSection current={current} offers={team.offers} formKey={team.formKey} problem={offerProblem} />}
      {team && <IdleSection current={current} idle={team.idle} formKey={team.formKey} problem={idleProblem} />}
      <PlanSection current={current} seats={seats} />
    </StaffFrame>
  )
}

export interface MemberRowProps {
  current: StaffCurrent
  seats: Seats
  member: Member
  /** Just changed: offers to take it back for ten seconds (SET-4). */
  justSwitched?: boolean
  refusal?: SeatRefusal | undefined
  oob?: boolean
}

/** What a change of a seat answers: the therapist's row, how many seats are left, and the rows that this frees or greys. */
export function SeatChanged({ current, seats, member, justSwitched = false, refusal }: Omit<MemberRowProps, 'oob'>) {
  const others =
    seats.total === null
      ? []
      : seats.members.filter(({ id, therapist, deactivatedAt }) => therapist && deactivatedAt === null && id !== member.id)
  return (
    <>
      <MemberRow {...{ current, seats, member, justSwitched, refusal }} />
      <SeatsUsed current={current} seats={seats} oob />
      {others.map((other) => (
        <MemberRow {...{ current, seats }} member={other} oob />
      ))}
    </>
  )
}

function SeatsUsed({ current: { words }, seats: { used, total }, oob = false }: { current: StaffCurrent; seats: Seats; oob?: boolean }) {
  return (
    <p id="seats-used" {...(oob && { 'hx-swap-oob': 'true' })}>
      {total === null ? words.seats.usedOfAll(used) : words.seats.used(used, total)}
    </p>
  )
}

/** A staff member: with her seat's switch if she is a therapist. */
function MemberRow({ current, seats, member, justSwitched = false, refusal, oob }: MemberRowProps) {
  const { words, organization } = current
  const { id, name, therapist, subscribedAt, deactivatedAt, version } = member
  if (!therapist) return <PlainRow {...{ current, member, refusal }} />
  const on = subscribedAt !== null && deactivatedAt === null
  const row = `seat-${id}`
  return (
    <SwitchRow
      words={{ ...words.components, turnOff: words.seats.takeBack, keepOn: words.seats.keep }}
      id={row}
      label={name}
      whose={words.seats.seatOf}
      help={
        <>
          {rolesOf(current, member)} · {on ? words.seats.hasSeat : words.seats.hasNoSeat} · <MemberLink {...{ current, member }} />
        </>
      }
      action={href(paths.seat, { org: organization.slug, staffId: id })}
      on={on}
      version={version}
      reason={reasonOf(current, seats, member, on)}
      changed={member.changedAt !== null && <Changed current={current} change={{ at: member.changedAt, by: member.changedBy ?? '' }} />}
      impact={
        refusal?.kind === 'impact'
          ? { lines: [words.seats.impact(refusal.openRequests)], keepHref: href(paths.seats, { org: organization.slug }, {}, row) }
          : undefined
      }
      conflict={conflictOf(current, member, refusal)}
      undo={justSwitched ? { text: words.seats.nowHas(name, on ? 'on' : 'off') } : undefined}
      {...(oob && { oob })}
    />
  )
}

function PlainRow({ current, member, refusal }: Pick<MemberRowProps, 'current' | 'member' | 'refusal'>) {
  const { words } = current
  return (
    <div id={`seat-${member.id}`} class="switch-row">
      <div class="switch-about">
        <p class="switch-label">{member.name}</p>
        <p class="hint">
          {rolesOf(current, member)} · {words.seats.noSeatNeeded} · <MemberLink {...{ current, member }} />
        </p>
      </div>
      {member.deactivatedAt !== null && <Badge>{words.seats.deactivated}</Badge>}
      {refusal && <p class="notice no">{words.seats.notATherapist}</p>}
    </div>
  )
}

/** To her own page; named in full for who cannot see the row around it. */
function MemberLink({ current: { words, organization }, member: { id, name } }: { current: StaffCurrent; member: Member }) {
  return (
    <a href={href(paths.staffMember, { org: organization.slug, staffId: id })} aria-label={`${words.staff.openMember}: ${name}`}>
      {words.staff.openMember}
    </a>
  )
}

function rolesOf({ words: { seats } }: StaffCurrent, { therapist, administrator }: Member): string {
  return [therapist && seats.therapist, administrator && seats.administrator].filter(Boolean).join(' · ')
}

/** Why the switch is greyed (SET-6). */
function reasonOf({ words, organization }: StaffCurrent, { used, total }: Seats, { deactivatedAt }: Member, on: boolean) {
  if (deactivatedAt !== null) return { code: 'deactivated', text: words.seats.deactivatedReason }
  if (on || total === null || used < total) return undefined
  return {
    code: 'no_free_seat',
    text: words.seats.noFreeSeat,
    href: href(paths.seats, { org: organization.slug }, {}, 'plan'),
    remedy: words.seats.noFreeSeatRemedy,
  }
}

function conflictOf({ words }: StaffCurrent, { name }: Member, refusal: SeatRefusal | undefined): string | undefined {
  if (refusal?.kind === 'stale') return words.seats.changedMeanwhile(name)
  return refusal?.kind === 'no_free_seat' ? words.seats.noFreeSeat : undefined
}
