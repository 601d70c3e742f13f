import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { MemberPage } from '../../views/accounts/member-page.tsx'
import { SeatsPage } from '../../views/accounts/seats-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { emailAddress, fieldsOf, form, idempotencyKey, version, type Problem } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { changeIdleLimit, idleLimitFrom, idleLimitNow, idleMinutes } from './idle-limit.ts'
import type { AboutQueries } from './identity.ts'
import { memberFile, memberFrom, undoable, withAddress, type MemberFile } from './member-file.ts'
import { bringMemberBack, changeRoles, deactivate, undoRoles, type MemberRefusal, type Roles } from './members.ts'
import { seatsFrom, staffAndSeats } from './seats.ts'
import { offerWork, revokeOffer, theOffer, waitingOffers, whoWorksHere, type WaitingOffer } from './work-offers.ts'
import { askingAgain } from '../shards.ts'

/** Who works here, and as what (ACC-4, T-05): inviting, roles, deactivating, and how long staff stay signed in. Administrators only. */
export const staffRoutes = new Hono<Portal>()

const personName = z.string().check(z.trim(), z.minLength(1), z.maxLength(120))
/** A box: ticked, or anything else. */
const role = z.pipe(
  z.optional(z.string()),
  z.transform((value) => value === '1'),
)
const key = z.optional(idempotencyKey)
const offering = z
  .object({ name: personName, email: emailAddress, administrator: role, therapist: role, key })
  .check(z.refine(({ administrator, therapist }) => administrator || therapist, { path: ['roles'], when: () => true }))
const changing = z.object({ version, key, confirm: z.optional(z.literal('1')), undo: z.optional(z.literal('1')) })
const roles = z.extend(changing, { name: personName, administrator: role, therapist: role })
const idle = z.object({
  minutes: z.coerce.number().check(z.int(), z.minimum(idleMinutes.least), z.maximum(idleMinutes.most)),
  version,
  key,
})

/** For the doors of the page: everybody, the seats, the offers, and the idle limit. */
const theWholePage: AboutQueries = (at) => ({ ...staffAndSeats(at), ...waitingOffers(at), ...idleLimitNow(at) })
const wholePage = { about: () => theWholePage }
const oneMember = { about: () => memberFile }

staffRoutes.get(paths.seats, door(administrators, wholePage), (c) => showStaff(c))

staffRoutes.post(
  paths.staffInvitations,
  door(administrators, { about: () => (at) => ({ ...theWholePage(at), ...whoWorksHere(at) }), stepUp: true }),
  form(offering, (c, problem) => showStaff(c, { offerProblem: problem }, 422)),
  async (c) => {
    const { current, about } = c.var
    const { key: _, ...offered } = c.req.valid('form')
    if ((about.worksHere as unknown[]).length > 0)
      return await showStaff(c, { offerProblem: await worksHere(c as unknown as Context) }, 422)
    const back = href(paths.seats, { org: current.organization.slug }, {}, 'offers')
    await offerWork(current, offered, back)
    wake(c.executionCtx, current)
    return answer(c, back)
  },
)

staffRoutes.post(paths.staffInvitationRevocation, door(administrators, { about: () => theOffer }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const [offer] = about.offer as { id: string }[]
  if (!offer) throw new NotFound()
  const back = href(paths.seats, { org: current.organization.slug }, {}, 'offers')
  const refusal = await revokeOffer(current, offer.id, c.req.valid('form').version, back)
  return refusal ? await showStaffAnew(c) : answer(c, back)
})

staffRoutes.post(
  paths.staffIdle,
  door(administrators, wholePage),
  form(idle, (c, problem) => showStaff(c, { idleProblem: problem }, 422)),
  async (c) => {
    const { current } = c.var
    const { minutes, version: seen } = c.req.valid('form')
    const back = href(paths.seats, { org: current.organization.slug }, {}, 'idle')
    const refusal = await changeIdleLimit(current, minutes, seen, back)
    return refusal ? await showStaffAnew(c) : answer(c, back)
  },
)

staffRoutes.get(paths.staffMember, door(administrators, oneMember), (c) => showMember(c, memberOf(c.var.about)))

staffRoutes.post(
  paths.staffRoles,
  door(administrators, { ...oneMember, stepUp: true }),
  form(roles, (c, problem) => showMember(c, memberOf(c.var.about), { problem }, 422)),
  async (c) => {
    const { current, about } = c.var
    const member = memberOf(about)
    const { version: seen, confirm, undo, key: _, ...wanted } = c.req.valid('form')
    const asked = { version: seen, sure: confirm === '1', location: addressOf(current, member) }
    const refused = undo === '1' ? await undoRoles(current, member, asked) : await changeRoles(current, member, wanted, asked)
    if (!refused) return answer(c, asked.location)
    return await showMember(c, refused.member, { ...refused, wanted }, refused.refusal === 'no_role' ? 422 : 409)
  },
)

staffRoutes.post(paths.staffDeactivation, door(administrators, { ...oneMember, stepUp: true }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const member = memberOf(about)
  const { version: seen, confirm } = c.req.valid('form')
  const asked = { version: seen, sure: confirm === '1', location: addressOf(current, member) }
  const refused = await deactivate(current, member, asked)
  return refused ? await showMember(c, refused.member, { ...refused, leaving: true }, 409) : answer(c, asked.location)
})

staffRoutes.post(paths.staffReturn, door(administrators, { ...oneMember, stepUp: true }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const member = memberOf(about)
  const asked = { version: c.req.valid('form').version, sure: true, location: addressOf(current, member) }
  const refused = await bringMemberBack(current, member, asked)
  return refused ? await showMember(c, refused.member, refused, 409) : answer(c, asked.location)
})

/** Not this organization's is not there. */
function memberOf(about: Record<string, unknown>): MemberFile {
  const member = memberFrom(about)
  if (!member) throw new NotFound()
  return member
}

const addressOf = ({ organization }: StaffCurrent, { id }: MemberFile): string =>
  href(paths.staffMember, { org: organization.slug, staffId: id })

type StaffShown = Pick<Parameters<typeof SeatsPage>[0], 'offerProblem' | 'idleProblem' | 'conflict'>

function showStaff(context: unknown, shown: StaffShown = {}, status: 200 | 409 | 422 = 200, rows?: Record<string, unknown>) {
  const c = context as Context<Portal>
  const { current, about: asRead } = c.var as unknown as { current: StaffCurrent; about: Record<string, unknown> }
  const about = rows ?? asRead
  const team = { offers: about.offers as WaitingOffer[], idle: idleLimitFrom(about), formKey: newKey() }
  return page(c, <SeatsPage current={current} seats={seatsFrom(current, about)} team={team} {...shown} />, status)
}

/** Somebody was quicker: the page as it is now, read again. */
async function showStaffAnew(context: unknown) {
  const c = context as Context<Portal>
  const { db, organization, person, now } = c.var.current as StaffCurrent
  const at = { ...askingAgain(db), now, organizationId: sql`${organization.id}`, personId: sql`${person.id}`, params: {}, fields: {} }
  return await showStaff(c, { conflict: true }, 409, await read(db, theWholePage(at)))
}

/** Nobody is offered what she has: her roles are changed on her own page. */
async function worksHere(c: Context): Promise<Problem> {
  return { fields: ['works_here'], typed: await fieldsOf(c) }
}

interface MemberShown {
  refusal?: MemberRefusal
  wanted?: Roles
  leaving?: boolean
  problem?: Problem
}

async function showMember(context: unknown, member: MemberFile, shown: MemberShown = {}, status: 200 | 409 | 422 = 200) {
  const c = context as Context<Portal>
  const current = c.var.current as StaffCurrent
  const undo = undoable(member, current.now)
  return page(c, <MemberPage {...{ current, undo }} formKey={newKey()} {...shown} member={await withAddress(current, member)} />, status)
}
