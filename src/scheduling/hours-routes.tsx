import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { HoursPage, type HoursPageProps } from '../../views/scheduling/hours-page.tsx'
import { HoursPreviewPage } from '../../views/scheduling/hours-preview-page.tsx'
import { typedOf, WindowPage } from '../../views/scheduling/window-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { fieldsOf, form, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { changing, copyFields, exceptionFields, rulesFields, windowFields } from './hours-fields.ts'
import { hoursFile, hoursFrom, rereadHours, type HoursFile } from './hours-file.ts'
import { previewFrom, previewQueries } from './hours-preview.ts'
import {
  addException,
  addWindow,
  changeRules,
  changeWindow,
  copyDay,
  removeException,
  removeWindow,
  undoHours,
  type HoursRefusal,
} from './hours-verbs.ts'

/** A therapist's hours: her own, or anybody's for an administrator (SCH-2, SCH-3). */
export const hoursRoutes = new Hono<Portal>()

const theirs = { about: () => hoursFile }
const weekday = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(7))
const preview = {
  about: (c: Context<Portal>) => previewQueries(c.req.param('org') ?? '', c.req.query('client') ?? ''),
}

hoursRoutes.get(paths.hoursPreview, door(staffMembers, preview), async (c) => {
  const { current, about } = c.var
  const { client = '', service, forum, from } = c.req.query()
  const shown = previewFrom(current, about, { client, service: service || undefined, forum: forum || undefined })
  return await page(c, <HoursPreviewPage current={current} preview={shown} from={from} />)
})

hoursRoutes.get(paths.newWindow, door(staffMembers, theirs), async (c) => {
  const file = hoursFrom(c.var.current, c.var.about)
  const day = weekday.safeParse(c.req.query('day')).data ?? 1
  return await page(c, <WindowPage current={c.var.current} file={file} windowId={null} typed={{ weekday: String(day) }} />)
})

hoursRoutes.post(
  paths.windows,
  door(staffMembers, theirs),
  form(windowFields, (c, problem) => showWindow(c, fileOf(c), null, problem)),
  async (c) => {
    const { draft, version } = c.req.valid('form')
    const file = fileOf(c)
    const refusal = await addWindow(c.var.current, file, draft, { version, location: addressOf(c, file, `day-${draft.weekday}`) })
    return await finish(c, file, `day-${draft.weekday}`, refusal, (fresh) => showWindow(c, fresh, null, undefined, refusal))
  },
)

hoursRoutes.get(paths.window, door(staffMembers, theirs), async (c) => {
  const file = hoursFrom(c.var.current, c.var.about)
  const window = file.windows.find(({ id }) => id === c.req.param('windowId'))
  if (!window) throw new NotFound()
  return await page(c, <WindowPage current={c.var.current} file={file} windowId={window.id} typed={typedOf(window)} />)
})

hoursRoutes.post(
  paths.window,
  door(staffMembers, theirs),
  form(windowFields, (c, problem) => showWindow(c, fileOf(c), c.req.param('windowId') ?? '', problem)),
  async (c) => {
    const { draft, version } = c.req.valid('form')
    const file = fileOf(c)
    const id = c.req.param('windowId')
    const refusal = await changeWindow(c.var.current, file, id, draft, { version, location: addressOf(c, file, `day-${draft.weekday}`) })
    if (refusal === 'gone') throw new NotFound()
    return await finish(c, file, `day-${draft.weekday}`, refusal, (fresh) => showWindow(c, fresh, id, undefined, refusal))
  },
)

hoursRoutes.post(paths.windowRemoval, door(staffMembers, theirs), form(changing, badForm), async (c) => {
  const file = fileOf(c)
  const seen = { version: c.req.valid('form').version, location: addressOf(c, file, 'done') }
  const refusal = await removeWindow(c.var.current, file, c.req.param('windowId'), seen)
  return await finish(c, file, 'done', refusal)
})

hoursRoutes.post(
  paths.dayCopies,
  door(staffMembers, theirs),
  form(copyFields, (c) => showHours(c, fileOf(c), { noDay: Number(c.req.param('weekday')) }, 422)),
  async (c) => {
    const file = fileOf(c)
    const day = weekday.safeParse(c.req.param('weekday')).data
    if (!day) throw new NotFound()
    const { to, version } = c.req.valid('form')
    const refusal = await copyDay(c.var.current, file, day, to, { version, location: addressOf(c, file, 'done') })
    return await finish(c, file, 'done', refusal)
  },
)

hoursRoutes.post(
  paths.exceptions,
  door(staffMembers, theirs),
  form(exceptionFields, (c, dates) => showHours(c, fileOf(c), { dates }, 422)),
  async (c) => {
    const file = fileOf(c)
    const { draft, version } = c.req.valid('form')
    const refusal = await addException(c.var.current, file, draft, { version, location: addressOf(c, file, 'dates') })
    return await finish(c, file, 'dates', refusal, async (fresh) => showHours(c, fresh, { refusal, dates: await typedInto(c) }, 409))
  },
)

hoursRoutes.post(paths.exceptionRemoval, door(staffMembers, theirs), form(changing, badForm), async (c) => {
  const file = fileOf(c)
  const seen = { version: c.req.valid('form').version, location: addressOf(c, file, 'done') }
  const refusal = await removeException(c.var.current, file, c.req.param('exceptionId'), seen)
  return await finish(c, file, 'done', refusal)
})

hoursRoutes.post(
  paths.hoursRules,
  door(staffMembers, theirs),
  form(rulesFields, (c, rules) => showHours(c, fileOf(c), { rules }, 422)),
  async (c) => {
    const file = fileOf(c)
    const { rules, version } = c.req.valid('form')
    const refusal = await changeRules(c.var.current, file, rules, { version, location: addressOf(c, file, 'done') })
    return await finish(c, file, 'done', refusal, async (fresh) => showHours(c, fresh, { refusal, rules: await typedInto(c) }, 409))
  },
)

hoursRoutes.post(paths.hoursUndo, door(staffMembers, theirs), form(changing, badForm), async (c) => {
  const file = fileOf(c)
  const seen = { version: c.req.valid('form').version, location: addressOf(c, file, 'done') }
  return await finish(c, file, 'done', await undoHours(c.var.current, file, seen))
})

hoursRoutes.get(paths.hoursOf, door(staffMembers, theirs), (c) => showHours(c, fileOf(c)))

const currentOf = (c: unknown): StaffCurrent => (c as Context).var.current as StaffCurrent
const fileOf = (c: unknown): HoursFile => hoursFrom(currentOf(c), (c as Context).var.about as Record<string, unknown>)
const addressOf = (c: unknown, { id }: HoursFile, hash: string): string =>
  href(paths.hoursOf, { org: currentOf(c).organization.slug, staffId: id }, {}, hash)
const typedInto = async (c: unknown): Promise<Problem> => ({ fields: [], typed: await fieldsOf(c as Context) })

/** It worked: back to the page. Or it did not: the page as it is now, with what was typed where there was something. */
async function finish(
  context: unknown,
  file: HoursFile,
  hash: string,
  refusal: HoursRefusal | null,
  shown?: (fresh: HoursFile) => Response | Promise<Response>,
): Promise<Response> {
  const c = context as Context
  if (!refusal) {
    wake(c.executionCtx, currentOf(c))
    return answer(c, addressOf(c, file, hash))
  }
  const fresh = refusal === 'stale' ? await rereadHours(currentOf(c), file.id) : file
  return shown ? await shown(fresh) : await showHours(c, fresh, { refusal }, 409)
}

type Shown = { [K in keyof Omit<HoursPageProps, 'current' | 'file'>]?: HoursPageProps[K] | null | undefined }

function showHours(context: unknown, file: HoursFile, shown: Shown = {}, status: 200 | 409 | 422 = 200) {
  const props = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null && value !== undefined))
  return page(context as Context, <HoursPage current={currentOf(context)} file={file} {...props} />, status)
}

/** The form of one window again, with what was typed: 422 for its fields or an overlap, 409 when somebody was quicker. */
async function showWindow(context: unknown, file: HoursFile, windowId: string | null, problem?: Problem, refusal?: HoursRefusal | null) {
  const c = context as Context
  const typed = problem?.typed ?? (await fieldsOf(c))
  return await page(
    c,
    <WindowPage current={currentOf(c)} {...{ file, windowId, typed }} fields={problem?.fields ?? []} {...(refusal && { refusal })} />,
    refusal === 'stale' ? 409 : 422,
  )
}
