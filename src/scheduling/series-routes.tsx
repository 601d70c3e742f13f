import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import { NewSeriesPage } from '../../views/scheduling/new-series-page.tsx'
import { SeriesPage } from '../../views/scheduling/series-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { fieldsOf, form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { clientsFor } from './series-clients.ts'
import { around, planQueries, type ClientOfSeries, type PlanRows } from './series-facts.ts'
import { ownSeries, seriesFile } from './series-file.ts'
import type { Chosen } from './series-plan.ts'
import { createSeries, planFrom, type SeriesRefusal } from './series.ts'
import { chosenOf, creating, offeringOf, spanOf, wishOf, type Typed } from './series-wish.ts'

/** Recurring series: made with their conflicts in view, and looked at (SCH-26). */
export const seriesRoutes = new Hono<Portal>()

interface Outcome {
  chosen?: Chosen
  refusal?: SeriesRefusal
}

seriesRoutes.get(paths.newSeries, door(staffMembers), async (c) => {
  const { current } = c.var
  const typed: Typed = c.req.query()
  if (!typed.client)
    return await page(c, <NewSeriesPage current={current} typed={typed} found={await clientsFor(current, typed.q ?? '')} />)
  return await showNew(c, typed, await readPlan(current, typed))
})

seriesRoutes.post(
  paths.seriesList,
  door(staffMembers, { about: () => (at) => planQueries(at.db, at.organizationId, scopeOf(at.fields, at.now)) }),
  form(creating, badForm),
  async (c) => {
    const { current, about } = c.var
    const typed: Typed = await fieldsOf(c)
    const { wish } = wishOf(typed)
    const plan = wish && planFrom(current, about as unknown as PlanRows, wish)
    if (wish && !plan) throw new NotFound()
    if (!plan) return await showNew(c, typed, about as unknown as PlanRows, {}, 422)
    const chosen = chosenOf(c.req.valid('form'))
    const made = await createSeries(current, plan, chosen)
    if ('refusal' in made) {
      const { refusal } = made
      const rows = refusal.kind === 'lost' && refusal.lost.length === 0 ? await readPlan(current, typed) : (about as unknown as PlanRows)
      return await showNew(c, typed, rows, { chosen, refusal }, refusal.kind === 'nothing' ? 422 : 409)
    }
    wake(c.executionCtx, current)
    return answer(c, href(paths.series, { org: current.organization.slug, seriesId: made.id }))
  },
)

seriesRoutes.get(paths.series, door(staffMembers, { about: () => seriesFile }), (c) => {
  const { current, about } = c.var
  const series = ownSeries(current, about)
  noteOpening(c, current, 'series', [series.clientId])
  return page(c, <SeriesPage current={current} series={series} />)
})

/** The form of a series with its dates as they stand. */
async function showNew(c: Context, typed: Typed, rows: PlanRows, outcome: Outcome = {}, status: 200 | 409 | 422 = 200) {
  const current = c.var.current as StaffCurrent
  const [client] = rows.client
  const offerings = rows.offerings.filter(({ staffId }) => current.staff.administrator || staffId === current.staff.id)
  if (!client || !mayKnow(current, typed, client)) throw new NotFound()
  const { wish, problems } = wishOf(typed)
  const plan = wish && planFrom(current, rows, wish)
  const isAsked = typed.date !== undefined
  return await page(
    c,
    <NewSeriesPage
      {...{ current, typed, client, offerings, plan, ...outcome }}
      problems={isAsked ? (wish && !plan ? ['offering'] : problems) : []}
    />,
    status,
  )
}

/** A therapist knows those she cares for; `assigned` says so of the therapist whose calendar was read. */
const mayKnow = ({ staff }: StaffCurrent, typed: Typed, client: ClientOfSeries): boolean =>
  staff.administrator || (client.assigned && (offeringOf(typed).staffId || staff.id) === staff.id)

const readPlan = async (current: StaffCurrent, typed: Typed) =>
  (await read(
    current.db,
    planQueries(current.db, sql`${current.organization.id}`, scopeOf(typed, current.now, current.staff.id)),
  )) as unknown as PlanRows

/** Of whose calendar nothing is said yet, their own is read. */
function scopeOf(typed: Typed, now: number, own = '') {
  const { first, last } = spanOf(typed)
  return { staffId: offeringOf(typed).staffId || own, clientId: typed.client ?? '', ...around(first, last), now }
}
