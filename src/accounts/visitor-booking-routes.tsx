import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { BookClosedPage, VisitorBookPage, type CameBy } from '../../views/scheduling/visitor-book-page.tsx'
import { VisitorDetailsPage, type VisitorDetailsPageProps } from '../../views/scheduling/visitor-details-page.tsx'
import type { SignedIn } from '../current.ts'
import type { DatabaseRefusal } from '../db.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import type { BookingRows } from '../scheduling/booking-rows.ts'
import { partAsked } from '../scheduling/parts-of-day.ts'
import { afterLoss } from '../scheduling/requests.ts'
import {
  chosenBy,
  heldTime,
  holdAtOnce,
  holdStatements,
  rereadVisitors,
  takenAt,
  takesRequests,
  visitorBooking,
  visitorQueries,
  type Chosen,
} from '../scheduling/visitor.ts'
import { answer, page } from '../web/answer.ts'
import { freeText, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import type { AboutAt } from './identity.ts'
import { shortcutQueries } from './links.ts'
import {
  formIds,
  formPage,
  newcomerForm,
  newcomerQueries,
  pause,
  replacedPage,
  secondFactorFirst,
  seemsHuman,
  textsOf,
  type Typed,
} from './newcomer-routes.tsx'
import { idFor, registerSignedIn, registrationRow, type RegistrationFacts, type Wish } from './registering.ts'
import { sendCode, showWhereToType } from './code-sending-routes.tsx'
import { noteVisit } from './visit-routes.tsx'

/** The New Appointment Link (LNK-2, LNK-7): clients go to their own page; somebody new chooses a time, says who she is, and proves it. */
export const visitorBookingRoutes = new Hono<Portal>()

type Free = Extract<Chosen, { kind: 'free' }>
type Posted = Context<Portal & { Variables: { about: Record<string, unknown> } }>
const ofTime = {
  therapist: z.string().check(z.maxLength(60)),
  service: z.string().check(z.maxLength(60)),
  forum: z.enum(['in_person', 'telehealth']),
  start: z.iso.datetime(),
  note: z.optional(freeText(1000)),
}
type TypedTime = Typed & z.infer<z.ZodMiniObject<typeof ofTime>>

for (const path of [paths.book, paths.bookTherapist] as const) {
  visitorBookingRoutes.get(
    path,
    door(anybody, { about: () => (at: AboutAt) => ({ ...visitorQueries(at), ...shortcutQueries(at) }) }),
    async (c) => {
      const { current } = c.var
      const org = current.organization.slug
      const [first, second] = current.mine
      noteVisit(c, 'book')
      if (second) return answer(c, href(paths.my, { org }))
      if (first) return answer(c, href(paths.newAppointment, { org, clientId: first.clientId }))
      return secondFactorFirst(c) ?? (await (replacedPage(c, 'book', c.req.query('k')) ?? showTimes(c as unknown as Posted)))
    },
  )
}

visitorBookingRoutes.post(
  paths.book,
  door(anybody, {
    about: async (c) => {
      const queries = await newcomerQueries(c, 'heldByNetwork')
      return (at) => ({ ...queries(at), ...visitorQueries(at) })
    },
  }),
  newcomerForm(ofTime, (c, problem) => showProblem(c as unknown as Posted, problem)),
  async (context) => {
    const c = context as unknown as Posted
    const typed = (c.req.valid as (target: 'form') => TypedTime)('form')
    const refusal =
      secondFactorFirst(c) ??
      pause(c, 'registeredByNetwork', 'registeredByOrganization', 'heldByNetwork') ??
      replacedPage(c, 'book', typed.k)
    if (refusal) return await refusal
    if (!takesRequests(c.var.current)) return await closed(c, typed.k)
    return await (c.var.current.person ? bookSignedIn(c, typed) : bookAsVisitor(c, typed))
  },
)

/** Holds the time, writes what she said and sends the code, in one batch. The answer is the same whoever's address it is (LNK-4). */
async function bookAsVisitor(c: Posted, typed: TypedTime) {
  const { current, about } = c.var
  const ids = await formIds(c)
  const id = ids && idFor(about as unknown as RegistrationFacts, ids)
  if (!ids || !id) return showWhereToType(c, ids?.browser ?? '', typed.shared === '1')
  const chosen = chosenBy(current, about as unknown as BookingRows, typed)
  if (chosen.kind !== 'free') return await showGone(c, typed, chosen)
  if (!(await seemsHuman(c, typed))) return await showProblem(c, { fields: ['check'], typed: textsOf(typed) })
  const time = heldTime(current, chosen)
  const holder = { registrationId: id, email: typed.email, browserHash: ids.browserHash }
  const wish = {
    email: typed.email,
    browser: ids.browser,
    sharedComputer: typed.shared === '1',
    intent: { kind: 'registration' as const, id },
  }
  const written = [
    ...registrationRow(current, id, 'book', newcomer(typed), wishOf(chosen, typed, time.id)),
    ...holdStatements(current, chosen, time, holder),
  ]
  return await sendCode(c, wish, written, (refused) => showLost(c, typed, chosen, refused))
}

/** She has proved her address before: her request is made at once, or waits for staff, by the same rules. */
async function bookSignedIn(c: Posted, typed: TypedTime) {
  const { current, about } = c.var
  const chosen = chosenBy(current, about as unknown as BookingRows, typed)
  if (chosen.kind !== 'free') return await showGone(c, typed, chosen)
  const hold = heldTime(current, chosen)
  const done = await registerSignedIn(current as SignedIn, about as unknown as RegistrationFacts, 'book', newcomer(typed), {
    wish: wishOf(chosen, typed, hold.id),
    hold,
    statements: (registrationId) => holdAtOnce(current, chosen, hold, registrationId),
  })
  if ('refusal' in done) return await showLost(c, typed, chosen, done.refusal)
  wake(c.executionCtx, done.acting)
  return answer(c, done.leadsTo)
}

const newcomer = ({ name, email, phone, birth_date: birthDate }: Typed) => ({ name, email, phone, birthDate })

const wishOf = ({ bookable: { choice, forum } }: Free, { note = '' }: TypedTime, holdId: string): Wish => ({
  serviceId: choice.serviceId,
  forum,
  locationId: forum === 'in_person' ? choice.locationId : null,
  note,
  holdId,
})

/** The page of times; or, when she has chosen one, of what we ask besides. */
async function showTimes(c: Posted) {
  const { current, about } = c.var
  const { therapist, service, forum, from, part, start } = c.req.query()
  const cameBy = { slug: c.req.param('therapist'), k: c.req.query('k') }
  if (!takesRequests(current)) return await closed(c, cameBy.k, cameBy.slug, 200)
  const rows = about as unknown as BookingRows
  const chosen = start && therapist && service && forum ? chosenBy(current, rows, { therapist, service, forum, start }) : null
  if (chosen?.kind === 'free') return await details(c, { ...chosen, cameBy })
  if (chosen?.kind === 'taken') return await details(c, { ...chosen, cameBy, startsAt: null }, 409)
  const { booking, known } = visitorBooking(current, rows, { therapist, service, forum }, cameBy.slug)
  return await page(c, <VisitorBookPage {...{ current, booking, cameBy, known, from }} part={partAsked(part)} />)
}

/** What is wrong with the form, beside what was typed and the time that was chosen. */
async function showProblem(c: Posted, problem: Problem) {
  const { current, about } = c.var
  const { therapist = '', service = '', forum = '', start = '', k } = problem.typed
  const chosen = chosenBy(current, about as unknown as BookingRows, { therapist, service, forum, start })
  if (chosen.kind === 'not_offered') return await showGone(c, problem.typed, chosen)
  const shown = chosen.kind === 'free' ? chosen : { ...chosen, startsAt: null }
  return await details(c, { ...shown, problem, cameBy: { slug: undefined, k } }, 422)
}

/** The time, or what it is of, cannot be had: the nearest others, with everything that was typed (SCH-24). */
async function showGone(c: Posted, typed: Partial<TypedTime>, chosen: Exclude<Chosen, Free>) {
  const { current, about } = c.var
  const cameBy = { slug: undefined, k: typed.k }
  if (chosen.kind === 'taken')
    return await details(c, { ...chosen, startsAt: null, cameBy, problem: { fields: [], typed: textsOf(typed) } }, 409)
  const { booking } = visitorBooking(current, about as unknown as BookingRows, {}, undefined)
  return await page(c, <VisitorBookPage {...{ current, booking, cameBy }} known from={undefined} />, 409)
}

/** The database said no: somebody was quicker, the day has had enough, or too much is being kept at this moment. */
async function showLost(c: Posted, typed: TypedTime, { bookable, startsAt }: Free, refusal: DatabaseRefusal) {
  if (refusal !== 'stale') return await showGone(c, typed, takenAt(afterLoss(bookable, startsAt), startsAt))
  const present = chosenBy(c.var.current, await rereadVisitors(c.var.current, typed.therapist), typed)
  if (present.kind !== 'free') return await showGone(c, typed, present)
  c.header('Retry-After', '900')
  const asTyped = { cameBy: { slug: undefined, k: typed.k }, problem: { fields: [], typed: textsOf(typed) } }
  return await details(c, { bookable, startsAt, busy: true, ...asTyped }, 409)
}

const details = (c: Posted, props: Omit<VisitorDetailsPageProps, 'current'>, status?: 409 | 422) =>
  formPage(c, <VisitorDetailsPage current={c.var.current} {...props} />, status)

const closed = (c: Posted, k: string | undefined, slug?: CameBy['slug'], status: 200 | 409 = 409) =>
  page(c, <BookClosedPage current={c.var.current} cameBy={{ slug, k }} />, status)
