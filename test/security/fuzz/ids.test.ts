import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { actors, doors, type Actor, type ReviewedDoor } from '../../house/doors.data.ts'
import { expected } from '../../house/doors.exceptions.ts'
import { meanwhile } from '../../house/actors.ts'
import { formFor, setTheStage, startAnew, type Stage } from '../../house/matrix.ts'
import { rows, submit, visit } from '../../support/portal.ts'
import { asked, leaks, report } from './asked.ts'
import { foreignRows, hidden } from './belongings.ts'
import { swapped, swaps, type Swap } from './swapping.ts'

// T-01, T-02: whoever may use a door replaces ids in its address, its query and its form. `npm run fuzz -- ids --runs 1000` for long.

let stage: Stage
let pool: string[]
beforeAll(async () => {
  stage = await setTheStage()
  const { situation, objects } = stage
  const all = [situation, objects.neighbours, objects.foreign, objects.missing].flatMap((some) => Object.values(some) as string[])
  const more = (
    await rows<{ id: string }>(
      'SELECT id FROM clients UNION SELECT id FROM staff UNION SELECT id FROM people UNION SELECT id FROM contacts UNION SELECT id FROM organizations',
    )
  ).map(({ id }) => id)
  pool = [...new Set([...all, ...more, 'willow', 'cedar'])].filter((id) => id !== '')
})

/** Doors with an id in the address or in the form, each with somebody who passes it. */
const inside = doors.filter(({ audience, path }) => !['visitors', 'machines'].includes(audience) && path !== '/logout')
const who: Actor[] = [
  'Bo, the client',
  'Ana, another client',
  'a contact of Bo who may schedule',
  'a contact of Bo who may only pay',
  'Theo, a therapist',
  'Tess, a therapist of others',
  'Dana, an administrator',
  'Amir, an administrator elsewhere',
  'Cyd, a client elsewhere',
  'somebody who belongs nowhere',
  'a stranger',
]
const mayPass = (reviewed: ReviewedDoor) =>
  actors.filter((actor) => !meanwhile[actor] && who.includes(actor) && expected(reviewed, actor) === 'p')

interface Attempt {
  reviewed: ReviewedDoor
  actor: Actor
  tries: Swap[][]
}

const attempts: fc.Arbitrary<Attempt> = fc.constantFrom(...inside).chain((reviewed) =>
  fc.record({
    reviewed: fc.constant(reviewed),
    actor: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...mayPass(reviewed), 'Dana, an administrator' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...who) },
    ),
    tries: fc.array(swaps, { minLength: 10, maxLength: 10 }),
  }),
)

describe('T-01 T-02 whatever ids are put in their places', () => {
  test('nothing fails, nobody sees or moves what is not theirs', { timeout: 86_400_000 }, async () => {
    let sent = 0
    const outcome = await fc.check(
      fc.asyncProperty(attempts, async ({ reviewed, actor, tries }) => {
        await startAnew(stage)
        const form = await formFor(stage, reviewed)
        const before = await foreignRows(actor)
        const browser = stage.company[actor]
        for (const one of tries) {
          const { path, fields } = swapped(form, one, pool)
          const copy = browser && { cookies: new Map(browser.cookies) }
          const answer = reviewed.method === 'GET' ? await visit(copy, path) : await submit(copy, path, fields)
          const text = await answer.text()
          sent += 1
          const told = `${actor}: ${reviewed.method} ${path} ${JSON.stringify(fields)} ${answer.status}`
          expect(answer.status, told).toBeLessThan(500)
          expect(leaks.exec(text)?.[0], told).toBeUndefined()
          const typed = JSON.stringify(fields)
          for (const secret of hidden(actor))
            if (!typed.includes(secret)) expect(text.includes(secret), `${secret} for ${told}`).toBe(false)
        }
        expect(await foreignRows(actor)).toEqual(before)
      }),
      asked(40),
    )
    report('ids', outcome, sent)
    if (outcome.failed) throw outcome.errorInstance
  })
})
