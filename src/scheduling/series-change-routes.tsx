import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import { SeriesChangePage } from '../../views/scheduling/series-change-page.tsx'
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
import { fieldsOf, form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { changeFrom, weekdayOfSeries, type ChangeWish } from './series-change-plan.ts'
import { cancelSeries, changeSeries } from './series-changes.ts'
import { minuteOf } from './series-dates.ts'
import { planQueries, type PlanRows } from './series-facts.ts'
import { ownSeries, seriesFile, type SeriesFile } from './series-file.ts'
import type { Chosen } from './series-plan.ts'
import type { SeriesRefusal } from './series.ts'
import { cancelling, changing, chosenOf, type Typed } from './series-wish.ts'
import { askingAgain } from '../shards.ts'

/** A series that exists: this and following are moved, handed over or cancelled, from one appointment on (SCH-26). */
export const seriesChangeRoutes = new Hono<Portal>()

interface Outcome {
  chosen?: Chosen
  refusal?: SeriesRefusal
}

seriesChangeRoutes.get(paths.seriesChange, door(staffMembers, { about: () => seriesFile }), async (c) => {
  const { current, about } = c.var
  const series = ownSeries(current, about)
  noteOpening(c, current, 'series', [series.clientId])
  return await showChange(c, series, c.req.query(), await readChange(current, series, c.req.query()))
})

seriesChangeRoutes.post(paths.seriesChange, door(staffMembers, { about: () => theChange }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const series = ownSeries(current, about)
  const typed: Typed = await fieldsOf(c)
  const chosen = chosenOf(c.req.valid('form'))
  const plan = changeFrom(current, series, about as unknown as PlanRows, changeWishOf(series, typed), chosen)
  if (!plan) return await showChange(c, series, typed, about as unknown as PlanRows, { chosen, refusal: { kind: 'nothing' } }, 409)
  const made = await changeSeries(current, plan, chosen)
  if ('refusal' in made) return await showRefusedChange(c, series, typed, { chosen, refusal: made.refusal })
  wake(c.executionCtx, current)
  return answer(c, href(paths.series, { org: current.organization.slug, seriesId: made.id }))
})

seriesChangeRoutes.post(paths.seriesCancellation, door(staffMembers, { about: () => seriesFile }), form(cancelling, badForm), async (c) => {
  const { current, about } = c.var
  const series = ownSeries(current, about)
  const { keep, from } = c.req.valid('form')
  const refusal = await cancelSeries(current, series, from, new Set(keep))
  if (refusal) return await showRefusedChange(c, series, { from }, { refusal })
  wake(c.executionCtx, current)
  return answer(c, href(paths.series, { org: current.organization.slug, seriesId: series.id }))
})

async function showRefusedChange(c: Context, before: SeriesFile, typed: Typed, outcome: Outcome) {
  const current = c.var.current as StaffCurrent
  const { db, organization } = current
  const scope = changeScope(before, typed, current.now)
  const rows = await read(db, {
    ...seriesFile({
      ...askingAgain(db),
      organizationId: sql`${organization.id}`,
      personId: sql`''`,
      now: current.now,
      params: { seriesId: before.id },
      fields: {},
    }),
    ...planQueries(db, sql`${organization.id}`, scope),
  })
  return await showChange(
    c,
    ownSeries(current, rows),
    typed,
    rows as unknown as PlanRows,
    outcome,
    outcome.refusal?.kind === 'nothing' ? 422 : 409,
  )
}

async function showChange(
  c: Context,
  series: SeriesFile,
  typed: Typed,
  rows: PlanRows,
  outcome: Outcome = {},
  status: 200 | 409 | 422 = 200,
) {
  const current = c.var.current as StaffCurrent
  const plan = changeFrom(current, series, rows, changeWishOf(series, typed), outcome.chosen)
  const therapists = rows.offerings.filter(
    ({ serviceId, staffId }) => serviceId === series.serviceId && (current.staff.administrator || staffId === current.staff.id),
  )
  return await page(c, <SeriesChangePage {...{ current, series, typed, therapists, plan, ...outcome }} />, status)
}

async function readChange(current: StaffCurrent, series: SeriesFile, typed: Typed) {
  const { client: _, ...queries } = planQueries(current.db, sql`${current.organization.id}`, changeScope(series, typed, current.now))
  return { client: [], ...(await read(current.db, queries)) } as unknown as PlanRows
}

/** For the door: the series, and the calendars that its change would meet, before its client is known. */
const theChange: AboutQueries = (at) => {
  const { db, organizationId, params, fields, now } = at
  const clientId = sql`(SELECT s.client_id FROM appointment_series s WHERE s.organization_id = ${organizationId} AND s.id = ${params.seriesId ?? ''})`
  return {
    ...seriesFile(at),
    ...planQueries(db, organizationId, { staffId: fields.therapist ?? '', clientId, ...ahead(now), now }),
  }
}

function changeScope(series: SeriesFile, typed: Typed, now: number) {
  return { staffId: typed.therapist ?? series.staffId, clientId: series.clientId, ...ahead(now), now }
}

/** As far as a series can reach. */
const ahead = (now: number) => ({ from: now - 86_400_000, until: now + 25 * 366 * 86_400_000 })

/** What is not said stays as the series has it. */
function changeWishOf(series: SeriesFile, { from = '', weekday = '', time = '', therapist }: Typed): ChangeWish {
  const day = /^[1-7]$/.test(weekday) ? Number(weekday) : weekdayOfSeries(series)
  return { fromId: from, weekday: day, wallMinute: minuteOf(time) ?? series.wallMinute, staffId: therapist || series.staffId }
}
