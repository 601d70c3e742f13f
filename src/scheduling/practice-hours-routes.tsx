import { Hono, type Context } from 'hono'
import { PracticeHoursPage, TherapistsPage, type PracticeHoursPageProps } from '../../views/scheduling/practice-hours-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { administrators, staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { fieldsOf, form, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import {
  addHoliday,
  changeRequestLimit,
  practiceFrom,
  practiceHours,
  removeHoliday,
  rereadPractice,
  undoHolidays,
  type PracticeHours,
} from './holidays.ts'
import { changing, exceptionFields, limitFields } from './hours-fields.ts'
import type { HoursRefusal } from './hours-verbs.ts'

/** The list of therapists, and what an administrator sets for all of them: holidays, and a client's open requests (SCH-2). */
export const practiceHoursRoutes = new Hono<Portal>()

const practice = { about: () => practiceHours }

practiceHoursRoutes.get(paths.hours, door(staffMembers, practice), async (c) => {
  const { current, about } = c.var
  const { staff, organization } = current
  if (!staff.administrator) return c.redirect(href(paths.hoursOf, { org: organization.slug, staffId: staff.id }), 303)
  return await page(c, <TherapistsPage current={current} practice={practiceFrom(about)} />)
})

practiceHoursRoutes.get(paths.holidays, door(administrators, practice), (c) => showPractice(c, practiceOf(c)))

practiceHoursRoutes.post(
  paths.holidays,
  door(administrators, practice),
  form(exceptionFields, (c, dates) => showPractice(c, practiceOf(c), { dates }, 422)),
  async (c) => {
    const { draft, version } = c.req.valid('form')
    const refusal = await addHoliday(c.var.current, practiceOf(c), draft, { version, location: addressOf(c, 'dates') })
    return await finish(c, 'dates', refusal, async () => ({ dates: await typedInto(c) }))
  },
)

practiceHoursRoutes.post(paths.holidayRemoval, door(administrators, practice), form(changing, badForm), async (c) => {
  const seen = { version: c.req.valid('form').version, location: addressOf(c, 'done') }
  return await finish(c, 'done', await removeHoliday(c.var.current, practiceOf(c), c.req.param('exceptionId'), seen))
})

practiceHoursRoutes.post(paths.holidaysUndo, door(administrators, practice), form(changing, badForm), async (c) => {
  const seen = { version: c.req.valid('form').version, location: addressOf(c, 'done') }
  return await finish(c, 'done', await undoHolidays(c.var.current, practiceOf(c), seen))
})

practiceHoursRoutes.post(
  paths.requestLimit,
  door(administrators, practice),
  form(limitFields, (c, limit) => showPractice(c, practiceOf(c), { limit }, 422)),
  async (c) => {
    const { limit, version } = c.req.valid('form')
    const refusal = await changeRequestLimit(c.var.current, limit, { version, location: addressOf(c, 'limit-section') })
    return await finish(c, 'limit-section', refusal, async () => ({ limit: await typedInto(c) }))
  },
)

const currentOf = (c: unknown): StaffCurrent => (c as Context).var.current as StaffCurrent
const practiceOf = (c: unknown): PracticeHours => practiceFrom((c as Context).var.about as Record<string, unknown>)
const addressOf = (c: unknown, hash: string): string => href(paths.holidays, { org: currentOf(c).organization.slug }, {}, hash)
const typedInto = async (c: unknown): Promise<Problem> => ({ fields: [], typed: await fieldsOf(c as Context) })

type Shown = Omit<PracticeHoursPageProps, 'current' | 'practice'>

async function finish(context: unknown, hash: string, refusal: HoursRefusal | null, kept: () => Promise<Shown> | Shown = () => ({})) {
  const c = context as Context
  if (refusal) return await showPractice(c, await rereadPractice(currentOf(c)), { refusal, ...(await kept()) }, 409)
  wake(c.executionCtx, currentOf(c))
  return answer(c, addressOf(c, hash))
}

const showPractice = (context: unknown, now: PracticeHours, shown: Shown = {}, status: 200 | 409 | 422 = 200) =>
  page(context as Context, <PracticeHoursPage current={currentOf(context)} practice={now} {...shown} />, status)
