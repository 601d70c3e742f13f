import { Hono, type Context } from 'hono'
import { LoginPage } from '../../views/accounts/login-page.tsx'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import { randomToken, sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { browserToken, setBrowserToken, setSessionToken } from './cookies.ts'
import { answerIn, proofFields } from './factor-fields.ts'
import { countHits, isBeyond } from './limits.ts'
import { deviceOf, openSession } from './opening.ts'
import { askForPasskey, passkeyInHand, provenBy, type PasskeyProof } from './passkey-proof.ts'
import { returnTo } from './return-to.ts'
import { type AboutAt } from './identity.ts'
import { decide } from '../across.ts'

/** ACC-3: one press signs in. */
export const passkeySignInRoutes = new Hono<Portal>()

// The same for everybody: whoever asks, known or not, gets a challenge of her own and no name of any passkey (T-14).
passkeySignInRoutes.post(paths.passkeyChallenge, door(anybody, { about: countChallenge }), async (c) => {
  if (isBeyond('challengedByNetwork', c.var.about)) return c.json(null, 429)
  const token = browserToken(c) || randomToken()
  if (!browserToken(c)) setBrowserToken(c, token)
  return c.json(await askForPasskey(c.var.current, 'sign_in', await sha256(token)))
})

passkeySignInRoutes.post(
  paths.passkeySignIn,
  door(anybody, { about: async (c) => passkeyInHand(await answerIn(c)) }),
  form(proofFields, badForm),
  async (c) => {
    const { current, about } = c.var
    const { answer: given, next: wanted } = c.req.valid('form')
    const next = returnTo(wanted, current.organization.slug)
    const asked = { purpose: 'sign_in', holder: await sha256(browserToken(c)) } as const
    const proof = await provenBy(current, about, given, asked)
    const token = proof && (await signInBy(c, current, proof))
    if (!token) return page(c, <LoginPage current={current} next={next} passkeyRefused />, 422)
    setSessionToken(c, token)
    return answer(c, next ?? href(paths.my, { org: current.organization.slug }))
  },
)

/** Uses the passkey and opens a full session, in one batch; null when somebody else's answer was quicker. */
async function signInBy(c: Context, current: Current, { person, passkeyId, statements }: PasskeyProof): Promise<string | null> {
  const wanted = { personId: person.id, sharedComputer: false, method: 'passkey', secondFactor: true, device: deviceOf(c) } as const
  const opening = await openSession(current, wanted)
  const acting: Current = { ...current, person: { ...person, language: null }, staff: null, client: null, access: null }
  const entry = audit(acting, 'signed_in', { kind: 'passkey', id: passkeyId, details: { personId: person.id, method: 'passkey' } })
  const { refusal } = await decide(current, [...statements, ...opening.statements], [entry])
  return refusal ? null : opening.token
}

async function countChallenge(c: Context<Portal>) {
  const counting = await countHits(c.env.PORTAL_SECRET, clock.now(), [['challengedByNetwork', networkOf(c)]])
  return ({ control }: AboutAt) => counting(control)
}
