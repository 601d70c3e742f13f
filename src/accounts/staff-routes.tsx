import { Hono, type Context } from 'hono'
import * as z from 'zod'
import { MemberPage } from '../../views/accounts/member-page.tsx'
import { SeatsPage } from '../../views/accounts/seats-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version, type Problem } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { changeIdleLimit, idleMinutes, organizationVersion } from './idle-limit.ts'
import type { AboutQueries } from './identity.ts'
import { bringMemberBack, changeRoles, deactivate, memberFile, memberFrom, type MemberFile, type MemberRefusal } from './members.ts'
import { seatsFrom, staffAndSeats } from './seats.ts'
import { emailAddress } from './sign-in-routes.tsx'
import { offerWork, revokeOffer, waitingOffers, type WaitingOffer } from './work-offers.ts'

/** Who works here, and as what (ACC-4, T-05): inviting, roles, deactivating, and how long staff stay signed in. Administrators only. */
export const staffRoutes = new Hono<Portal>()

const personName = z.string().trim().min(1).max(120)
const role = z.literal('1').optional()
const offering = z
  .object({ name: personName, email: emailAddress, administrator: role, therapist: role, key: idempotencyKey.optional() })
  .refine(({ administrator, therapist }) => administrator || therapist, { path: ['roles'] })
const changing = z.object({ version, key: idempotencyKey.optional(), confirm: z.literal('1').optional() })
const roles = changing.extend({ name: personName, administrator: role, therapist: role })
const idle = z.object({
  minutes: z.coerce.number().int().min(idleMinutes.least).max(idleMinutes.most),
  version,
  key: idempotencyKey.optional(),
})

/** For the doors of the page: everybody, the seats, the offers, and the organization's version. */
export const theWholePage: AboutQueries = (at) => ({ ...staffAndSeats(at), ...waitingOffers(at), ...organizationVersion(at) })
const wholePage = { about: () => theWholePage }
const oneMember = { about: () => memberFile }

staffRoutes.get(paths.seats, door(administrators, wholePage), (c) => showStaff(c))

staffRoutes.post(
  paths.staffInvitations,
  door(administrators, { ...wholePage, stepUp: true }),
  form(offering, (c, problem) => showStaff(c, { offerProblem: problem }, 422)),
  async (c) => {
    const { current } = c.var
    const { name, email, administrator, therapist } = c.req.valid('form')
    const back = href(paths.seats, { org: current.organization.slug }, {}, 'offers')
    await offerWork(current, { name, email, administrator: administrator === '1', therapist: therapist === '1' }, back)
    wake(c.executionCtx, current)
    return answer(c, back)
  },
)

staffRoutes.post(paths.staffInvitationRevocation, door(administrators, wholePage), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const offer = (about.offers as WaitingOffer[]).find(({ id }) => id === c.req.param('invitationId'))
  if (!offer) throw new NotFound()
  const back = href(paths.seats, { org: current.organization.slug }, {}, 'offers')
  const refusal = await revokeOffer(current, offer.id, c.req.valid('form').version, back)
  return refusal ? showStaff(c, { conflict: true }, 409) : answer(c, back)
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
    return refusal ? showStaff(c, { conflict: true }, 409) : answer(c, back)
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
    const { version: seen, confirm, ...typed } = c.req.valid('form')
    const wanted = { name: typed.name, administrator: typed.administrator === '1', therapist: typed.therapist === '1' }
    const location = addressOf(current, member)
    const refusal = await changeRoles(current, member, wanted, { version: seen, sure: confirm === '1', location })
    return refusal ? showMember(c, member, { refusal, wanted }, refusal === 'no_role' ? 422 : 409) : answer(c, location)
  },
)

staffRoutes.post(paths.staffDeactivation, door(administrators, { ...oneMember, stepUp: true }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const member = memberOf(about)
  const { version: seen, confirm } = c.req.valid('form')
  const location = addressOf(current, member)
  const refusal = await deactivate(current, member, { version: seen, sure: confirm === '1', location })
  return refusal ? showMember(c, member, { refusal, leaving: true }, 409) : answer(c, location)
})

staffRoutes.post(paths.staffReturn, door(administrators, { ...oneMember, stepUp: true }), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const member = memberOf(about)
  const location = addressOf(current, member)
  const refusal = await bringMemberBack(current, member, { version: c.req.valid('form').version, location })
  return refusal ? showMember(c, member, { refusal }, 409) : answer(c, location)
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

function showStaff(context: unknown, shown: StaffShown = {}, status: 200 | 409 | 422 = 200) {
  const c = context as Context<Portal>
  const { current, about } = c.var as unknown as { current: StaffCurrent; about: Record<string, unknown> }
  const [own] = about.own as { version: number }[]
  const team = { offers: about.offers as WaitingOffer[], organizationVersion: own?.version ?? 0, formKey: newKey() }
  return page(c, <SeatsPage current={current} seats={seatsFrom(current, about)} team={team} {...shown} />, status)
}

interface MemberShown {
  refusal?: MemberRefusal
  wanted?: { name: string; administrator: boolean; therapist: boolean }
  leaving?: boolean
  problem?: Problem
}

function showMember(context: unknown, member: MemberFile, shown: MemberShown = {}, status: 200 | 409 | 422 = 200) {
  const c = context as Context<Portal>
  return page(c, <MemberPage current={c.var.current as StaffCurrent} member={member} formKey={newKey()} {...shown} />, status)
}
