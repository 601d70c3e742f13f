import { and, eq, sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { AnswerStandingPage } from '../../views/scheduling/answer-standing-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form, freeText, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { appointments } from './schema.ts'
import { addDays, dayMs } from './zones.ts'
import { around, planQueries, type PlanRows } from './series-facts.ts'
import type { Member } from './series-file.ts'
import type { Chosen } from './series-plan.ts'
import { chosenOf, confirming } from './series-wish.ts'
import { planFrom, type SeriesRefusal } from './series.ts'
import { ownStanding, theStanding, type Standing } from './standing-file.ts'
import { confirmStanding, declineStanding, undoStanding, type StandingRefusal } from './standing.ts'
import { askingAgain } from '../shards.ts'

/** A therapist's answer to "every Tuesday 17:00": twelve weeks of dates on one page, confirmed with exceptions (SCH-27). */
export const standingRoutes = new Hono<Portal>()

const answering = z.object({ version, key: z.optional(idempotencyKey) })
const declining = z.extend(answering, { message: z.optional(freeText(1000)) })
const theOne = { about: () => theStanding }

interface Outcome {
  chosen?: Chosen
  refusal?: StandingRefusal | SeriesRefusal | null
}

standingRoutes.get(paths.standing, door(staffMembers, theOne), async (c) => {
  const { current, about } = c.var
  const standing = ownStanding(current, about)
  noteOpening(c, current, 'request', [standing.clientId])
  return await show(c, standing, weeksOf(c.req.query('weeks')))
})

standingRoutes.post(
  paths.standingConfirmation,
  door(staffMembers, { about: () => (at) => ({ ...theStanding(at), ...itsPlan(at) }) }),
  form(z.extend(confirming, { weeks: z.optional(z.string().check(z.maxLength(3))) }), badForm),
  async (c) => {
    const { current, about } = c.var
    const standing = ownStanding(current, about)
    const typed = c.req.valid('form')
    const weeks = weeksOf(typed.weeks)
    const chosen = chosenOf(typed)
    const plan = planOf(current, standing, weeks, about as unknown as PlanRows)
    const { refusal } = plan ? await confirmStanding(current, standing, typed.version, plan, chosen) : { refusal: 'not_open' as const }
    if (refusal) return await showAnew(c, standing, weeks, { chosen, refusal })
    return done(c, standing)
  },
)

standingRoutes.post(paths.standingDecline, door(staffMembers, theOne), form(declining, badForm), async (c) => {
  const { current, about } = c.var
  const standing = ownStanding(current, about)
  const { version: seen, message = '' } = c.req.valid('form')
  const refusal = await declineStanding(current, standing, seen, message)
  return refusal ? await showAnew(c, standing, weeksOf(undefined), { refusal }) : done(c, standing)
})

standingRoutes.post(
  paths.standingUndo,
  door(staffMembers, { about: () => (at) => ({ ...theStanding(at), ...itsAppointments(at) }) }),
  form(answering, badForm),
  async (c) => {
    const { current, about } = c.var
    const standing = ownStanding(current, about)
    const refusal = await undoStanding(current, standing, c.req.valid('form').version, about.members as Member[])
    return refusal ? await showAnew(c, standing, weeksOf(undefined), { refusal }) : done(c, standing)
  },
)

function done(c: Context, { id }: Standing) {
  const current = c.var.current as StaffCurrent
  wake(c.executionCtx, current)
  return answer(c, href(paths.standing, { org: current.organization.slug, standingId: id }))
}

async function show(c: Context, standing: Standing, weeks: number, outcome: Outcome = {}, status: 200 | 409 | 422 = 200) {
  const current = c.var.current as StaffCurrent
  const plan = standing.status === 'requested' ? planOf(current, standing, weeks, await readPlan(current, standing, weeks)) : null
  return await page(c, <AnswerStandingPage {...{ current, standing, plan, weeks, ...outcome }} />, status)
}

/** After a refusal, as it stands now. */
async function showAnew(c: Context, { id }: Standing, weeks: number, outcome: Outcome) {
  const current = c.var.current as StaffCurrent
  const { db, organization, now } = current
  const at = { ...askingAgain(db), organizationId: sql`${organization.id}`, personId: sql`''`, now, params: { standingId: id }, fields: {} }
  const standing = ownStanding(current, await read(db, theStanding(at)))
  const isEmpty = typeof outcome.refusal === 'object' && outcome.refusal?.kind === 'nothing'
  return await show(c, standing, weeks, outcome, isEmpty ? 422 : 409)
}

/** The appointments of its series, for the undo. */
const itsAppointments: AboutQueries = ({ db, organizationId, params }) => ({
  members: db.orm
    .select({ id: appointments.id, status: appointments.status, startsAt: appointments.startsAt, version: appointments.version })
    .from(appointments)
    .where(
      and(
        eq(appointments.organizationId, organizationId),
        sql`${appointments.seriesId} = (SELECT r.series_id FROM standing_requests r WHERE r.organization_id = ${organizationId} AND r.id = ${params.standingId ?? ''})`,
      ),
    )
    .orderBy(appointments.startsAt),
})

/** What its dates are judged by, read before it is known whose they are: as far as it can reach. */
const itsPlan: AboutQueries = ({ db, organizationId, params, now }) => {
  const staffId = sql`(SELECT r.staff_id FROM standing_requests r WHERE r.organization_id = ${organizationId} AND r.id = ${params.standingId ?? ''})`
  const clientId = sql`(SELECT r.client_id FROM standing_requests r WHERE r.organization_id = ${organizationId} AND r.id = ${params.standingId ?? ''})`
  return planQueries(db, organizationId, { staffId, clientId, from: now - dayMs, until: now + 3 * 366 * dayMs, now })
}

async function readPlan(current: StaffCurrent, standing: Standing, weeks: number): Promise<PlanRows> {
  const { staffId, clientId, firstDate } = standing
  const scope = { staffId, clientId, ...around(firstDate, addDays(firstDate, weeks * 7)), now: current.now }
  return (await read(current.db, planQueries(current.db, sql`${current.organization.id}`, scope))) as unknown as PlanRows
}

/** Its dates of the coming weeks, as a series would have them. */
function planOf(current: StaffCurrent, standing: Standing, weeks: number, rows: PlanRows) {
  const { clientId, staffId, serviceId, forum, firstDate, wallMinute, everyWeeks } = standing
  const count = Math.ceil(weeks / everyWeeks)
  return planFrom(current, rows, {
    clientId,
    staffId,
    serviceId,
    forum,
    roomId: null,
    firstDate,
    wallMinute,
    everyWeeks,
    untilDate: null,
    count,
  })
}

/** How many weeks the page looks ahead: twelve, or longer if the therapist wants. */
const weeksOf = (text: string | undefined): number => [12, 26, 52].find((weeks) => String(weeks) === text) ?? 12
