import { Hono, type Context, type Next } from 'hono'
import { JoinPage } from '../../views/accounts/join-page.tsx'
import { RegistrationPage } from '../../views/accounts/registration-page.tsx'
import type { SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { anybody, signedIn } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import * as z from 'zod/mini'
import { idempotencyKey, version } from '../web/forms.ts'
import { setSessionToken } from './cookies.ts'
import { isWayClosed, shortcutQueries } from './links.ts'
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
import { deviceOf } from './opening.ts'
import { idFor, registerSignedIn, registrationRow, type RegistrationFacts } from './registering.ts'
import { aRegistration, isSomebodyElse, type OwnRegistration } from './registrations.ts'
import { sendCode, showWhereToType } from './code-sending-routes.tsx'
import { noteVisit } from './visit-routes.tsx'

/** The New Invitation Link: somebody the practice does not know yet registers (LNK-3, LNK-4). */
export const joinRoutes = new Hono<Portal>()

joinRoutes.get(paths.join, door(anybody, { about: () => shortcutQueries, onlyShows: true }), async (c) => {
  noteVisit(c, 'join')
  return secondFactorFirst(c) ?? (await (replacedPage(c, 'join', c.req.query('k')) ?? show(c, { k: c.req.query('k') })))
})

joinRoutes.post(
  paths.join,
  door(anybody, { about: (c) => newcomerQueries(c) }),
  newcomerForm({}, (c, problem) => show(c, { k: problem.typed.k, problem }, 422)),
  async (context) => {
    const c = context as unknown as Context<Portal & { Variables: { about: Record<string, unknown> } }>
    const { current, about } = c.var
    const typed = (c.req.valid as (target: 'form') => Typed)('form')
    const refusal = secondFactorFirst(c) ?? pause(c, 'registeredByNetwork', 'registeredByOrganization') ?? replacedPage(c, 'join', typed.k)
    if (refusal) return await refusal
    if (isWayClosed('join', current)) return await show(c, {}, 409)
    const facts = about as unknown as RegistrationFacts
    if (current.person) return await joinSignedIn(c, current as SignedIn, facts, typed)
    const ids = await formIds(c)
    const id = ids && idFor(facts, ids)
    if (!ids || !id) return showWhereToType(c, ids?.browser ?? '', typed.shared === '1')
    if (!(await seemsHuman(c, typed))) return await show(c, { k: typed.k, problem: asProblem(typed, 'check') }, 422)
    const wish = {
      email: typed.email,
      browser: ids.browser,
      sharedComputer: typed.shared === '1',
      intent: { kind: 'registration' as const, id },
    }
    return await sendCode(c, wish, registrationRow(current, id, 'join', newcomer(typed)))
  },
)

joinRoutes.get(paths.registration, door(signedIn, { about: () => aRegistration }), (c) =>
  page(c, <RegistrationPage current={c.var.current} registration={own(c.var.about)} />),
)

joinRoutes.post(
  paths.registrationOther,
  door(signedIn, { about: () => aRegistration }),
  onlyHers,
  form(z.object({ version, key: z.optional(idempotencyKey) }), badForm),
  async (c) => {
    const { current } = c.var
    const registration = own(c.var.about)
    const { refusal, token } = await isSomebodyElse(current, registration, c.req.valid('form').version, deviceOf(c))
    if (refusal) return await page(c, <RegistrationPage current={current} registration={registration} refused />, 409)
    setSessionToken(c, token, current.session.sharedComputer)
    return answer(c, href(paths.registration, { org: current.organization.slug, registrationId: registration.id }))
  },
)

async function joinSignedIn(context: unknown, current: SignedIn, facts: RegistrationFacts, typed: Typed) {
  const c = context as Context<Portal>
  const done = await registerSignedIn(current, facts, 'join', newcomer(typed))
  if ('refusal' in done) return await show(c, { problem: asProblem(typed, 'again') }, 409)
  wake(c.executionCtx, done.acting)
  return answer(c, done.leadsTo)
}

const newcomer = ({ name, email, phone, birth_date: birthDate }: Typed) => ({ name, email, phone, birthDate })

/** What the form said, to be shown again with a sentence that is about no field of it. */
const asProblem = (typed: Typed, field: string): Problem => ({ fields: [field], typed: textsOf(typed) })

function show(context: unknown, { k, problem }: { k?: string | undefined; problem?: Problem }, status?: 409 | 422) {
  const { current } = (context as Context<Portal>).var
  const known = current.mine.some(({ access }) => access.kind === 'self')
  const shown = known || isWayClosed('join', current) ? page : formPage
  return shown(context as Context, <JoinPage current={current} k={k} problem={problem} />, status)
}

/** Whose registration it is not learns nothing of it, not even what a form of it lacks. */
async function onlyHers(c: Context, next: Next) {
  own(c.var.about)
  await next()
}

/** The registration of the address. Not hers is not there. */
function own(about: Record<string, unknown>): OwnRegistration {
  const [registration] = about.registration as OwnRegistration[]
  if (!registration) throw new NotFound()
  return registration
}
