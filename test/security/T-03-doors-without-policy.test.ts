import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { portal } from '../../src/app.tsx'
import { policyOf } from '../../src/door.tsx'
import { anybody, signedIn, staffMembers, theClient, type Policy } from '../../src/policies.ts'
import { doors, type ReviewedDoor } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { playDoor, setTheStage, type Stage } from '../house/matrix.ts'

// T-03: a check that was forgotten, or is too weak by one step, is noticed by the matrix. Here for some doors; `npm run mutate:policies` for all.

const { mutants: all = false } = JSON.parse(env.MATRIX) as { mutants?: boolean }
const routes = portal().routes
const some = [
  'GET /account/email',
  'GET /:org/my/:clientId/appointments',
  'POST /:org/my/:clientId/requests',
  'POST /:org/manage/portal/settings/:key',
]

interface Mutant {
  reviewed: ReviewedDoor
  policy: Policy<unknown>
  judge: Policy<unknown>['judge']
  name: string
}

/** Each door whose policy asks anything: without it, and with the policy of whoever is one step less. */
function mutantsOf(reviewed: ReviewedDoor): Mutant[] {
  const route = routes.find(({ method, path }) => method === reviewed.method && path === reviewed.path)
  const policy = (route?.handler as { [policyOf]?: Policy<unknown> } | undefined)?.[policyOf]
  if (!policy || ['visitors', 'machines'].includes(reviewed.audience) || policy.name.startsWith('anybody')) return []
  const weaker =
    { administrators: staffMembers, staff: signedIn, 'the client, or a contact with schedule': theClient }[policy.name] ?? signedIn
  const judges = policy.name === 'signed in' ? [anybody] : [anybody, weaker]
  return judges.map(({ judge, name }) => ({ reviewed, policy, judge, name: `${nameOf(reviewed)} for ${name}, not for ${policy.name}` }))
}

const mutants = doors.filter((reviewed) => all || some.includes(nameOf(reviewed))).flatMap(mutantsOf)

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

describe('T-03 SEC-1 the matrix notices a door that is', () => {
  test.each(all ? [] : some)('%s, as it is: nothing', async (name) => {
    expect(mutants.some(({ reviewed }) => nameOf(reviewed) === name)).toBe(true)
    await playDoor(stage, doors.find((reviewed) => nameOf(reviewed) === name) as ReviewedDoor)
  })

  test.each(mutants)('$name', async ({ reviewed, policy, judge }) => {
    // What a door without its policy does to a request is often to fail it, loudly.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const own = policy.judge
    policy.judge = judge
    try {
      await expect(playDoor(stage, reviewed)).rejects.toThrow()
    } finally {
      policy.judge = own
    }
  })
})
