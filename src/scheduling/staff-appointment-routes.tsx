import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { MakeAppointmentPage } from '../../views/scheduling/make-appointment-page.tsx'
import { StaffAppointmentPage } from '../../views/scheduling/staff-appointment-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import type { Act, ActRefusal } from './act-rules.ts'
import { act } from './ending.ts'
import { makeAppointment } from './making.ts'
import { moveAppointment } from './moving.ts'
import { optionQueries } from './plan-options.ts'
import { planQueries, type PlanRows, type Wish } from './planning.ts'
import { planMove, planNew, therapistAsked, type PlanForm, type PlanProblem } from './plans.ts'
import {
  historyQuery,
  ofAppointment,
  ownAppointment,
  rereadAppointment,
  theAppointment,
  type Happening,
  type StaffAppointment,
} from './staff-appointments.ts'

/** What staff do with single appointments (SCH-26): make, look at, move, end. */
export const staffAppointmentRoutes = new Hono<Portal>()

const text = z.optional(z.string().check(z.maxLength(80)))
const planFields = {
  therapist: z.string().check(z.minLength(1), z.maxLength(80)),
  where: text,
  date: text,
  time: text,
  start: text,
  override: z.optional(z.literal('1')),
  seen: z.optional(z.string().check(z.maxLength(4000))),
  key: z.optional(idempotencyKey),
}
const making = z.object({ ...planFields, client: text, service: text, find: z.optional(z.string().check(z.maxLength(100))) })
const moving = z.object({ ...planFields, version })
const acting = z.object({ version, late: z.optional(z.literal('1')), key: z.optional(idempotencyKey) })

staffAppointmentRoutes.get(paths.newStaffAppointment, door(staffMembers), async (c) => {
  const { client, therapist, service, where, date, time } = c.req.query()
  return await showForm(c, { client, therapist, service, where, date, time })
})

/** Looks clients up by name: a POST, because names do not belong into addresses. */
staffAppointmentRoutes.post(paths.newStaffAppointment, door(staffMembers), form(making, badForm), async (c) => {
  const { find, ...fields } = c.req.valid('form')
  return await showForm(c, fields, { find: find ?? '' })
})

staffAppointmentRoutes.post(
  paths.staffAppointments,
  door(staffMembers, {
    about:
      () =>
      ({ db, organizationId, fields, now }) =>
        planQueries(db.orm, organizationId, now, wishOf(fields)),
  }),
  form(making, badForm),
  async (c) => {
    const { current, about } = c.var
    const fields = c.req.valid('form')
    therapistAsked(current, fields.therapist)
    const plan = planNew(current, about as unknown as PlanRows, fields)
    if (!('making' in plan)) return await showForm(c, fields, { problem: plan })
    const made = await makeAppointment(current, plan.making)
    if ('refusal' in made) return await showForm(c, fields, { again: true })
    wake(c.executionCtx, current)
    return answer(c, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: made.id }))
  },
)

staffAppointmentRoutes.get(paths.staffAppointment, door(staffMembers, { about: () => theAppointment }), async (c) => {
  const { current, about } = c.var
  const appointment = ownAppointment(current, about.appointments)
  noteOpening(c, current, 'appointment', [appointment.clientId])
  return await showAppointment(c, appointment)
})

staffAppointmentRoutes.post(
  paths.appointmentMove,
  door(staffMembers, {
    about: () => (at) => ({
      ...theAppointment(at),
      ...planQueries(at.db.orm, at.organizationId, at.now, { ...wishOf(at.fields), ...ofAppointment(at) }),
    }),
  }),
  form(moving, badForm),
  async (c) => {
    const { current, about } = c.var
    const appointment = ownAppointment(current, about.appointments)
    const fields = c.req.valid('form')
    therapistAsked(current, fields.therapist)
    if (appointment.version !== fields.version) return await showAppointment(c, appointment, { refusal: 'stale' })
    if (appointment.status !== 'confirmed') return await showAppointment(c, appointment, { refusal: 'not_open' })
    const plan = planMove(current, about as unknown as PlanRows, fields, appointment)
    if (!('move' in plan)) return await showAppointment(c, appointment, { problem: plan, typed: fields })
    const refusal = await moveAppointment(current, appointment, plan.move)
    if (refusal) return await showLost(c, appointment, refusal === 'stale' ? 'stale' : 'overlap')
    wake(c.executionCtx, current)
    return answer(c, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: appointment.id }))
  },
)

const acts = {
  [paths.appointmentCancellation]: 'cancellation',
  [paths.appointmentDeletion]: 'deletion',
  [paths.appointmentRestoration]: 'restoration',
  [paths.appointmentCompletion]: 'completion',
  [paths.appointmentNoShow]: 'no_show',
} as const satisfies Record<string, Act>

for (const [path, what] of Object.entries(acts))
  staffAppointmentRoutes.post(path, door(staffMembers, { about: () => theAppointment }), form(acting, badForm), async (c) => {
    const { current, about } = c.var
    const appointment = ownAppointment(current, about.appointments)
    const { version: seen, late } = c.req.valid('form')
    const refusal = await act(current, appointment, what, seen, late === '1')
    if (refusal) return await showLost(c, appointment, refusal)
    wake(c.executionCtx, current)
    return answer(c, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: appointment.id }))
  })

const wishOf = (fields: Record<string, string>): Wish => ({
  clientId: fields.client ?? '',
  staffId: fields.therapist ?? '',
  serviceId: fields.service ?? '',
  where: fields.where ?? '',
  date: fields.date ?? '',
})

interface Shown {
  find?: string
  problem?: PlanProblem
  /** The database said no to what looked free: the list of what is there now. */
  again?: boolean
}

async function showForm(c: Context, fields: PlanForm, { find, problem, again }: Shown = {}) {
  const current = c.var.current as StaffCurrent
  const staffId = fields.therapist ? therapistAsked(current, fields.therapist) : current.staff.therapist ? current.staff.id : ''
  const wish = wishOf({ ...(fields as Record<string, string>), therapist: staffId })
  const { orm } = current.db
  const rows = await read(current.db, {
    ...optionQueries(current, find, fields.client),
    ...(again ? planQueries(orm, sql`${current.organization.id}`, current.now, wish) : {}),
  })
  const told = again ? planNew(current, rows as unknown as PlanRows, { ...fields, seen: '' }) : problem
  const shown = told && 'kind' in told ? told : undefined
  const status = again ? 409 : shown ? (shown.kind === 'fields' ? 422 : 409) : 200
  return await page(
    c,
    <MakeAppointmentPage {...{ current, fields: { ...fields, therapist: staffId }, options: rows, find, problem: shown }} />,
    status,
  )
}

async function showAppointment(
  c: Context,
  appointment: StaffAppointment,
  told: { problem?: PlanProblem; typed?: PlanForm; refusal?: ActRefusal } = {},
) {
  const current = c.var.current as StaffCurrent
  const { history, ...options } = await read(current.db, {
    history: historyQuery(current, appointment.id),
    ...optionQueries(current, '', appointment.clientId),
  })
  const status = told.problem?.kind === 'fields' ? 422 : told.problem || told.refusal ? 409 : 200
  return await page(c, <StaffAppointmentPage {...{ current, appointment, history: history as Happening[], options, ...told }} />, status)
}

/** Somebody was quicker: the page tells how it stands now. If nobody has changed this one, it is its new time that is not as it was seen. */
async function showLost(c: Context, appointment: StaffAppointment, refusal: ActRefusal) {
  const present = (await rereadAppointment(c.var.current as StaffCurrent, appointment.id)) ?? appointment
  const isTheTime = refusal === 'stale' && present.version === appointment.version
  return await showAppointment(c, present, { refusal: isTheTime ? 'overlap' : refusal })
}
