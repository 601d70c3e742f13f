import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor, ReviewedDoor } from '../house/doors.data.ts'
import { doors } from '../house/doors.data.ts'
import { nameOf, ofSelfScheduling } from '../house/doors.exceptions.ts'
import { formFor, setTheStage, startAnew, type Stage } from '../house/matrix.ts'
import { changed, everything } from '../house/support.ts'
import { rows, submit, textOf, visit, type How } from '../support/portal.ts'

// T-04: "off" wins, wherever it is said: at the practice or for the client, on pages, for htmx, with a form in hand, for her and for who acts for her.

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

const closed = doors.filter(({ path }) => ofSelfScheduling.includes(path))
const words = [
  { practice: 'on', client: 'off' },
  { practice: 'off', client: 'inherit' },
  { practice: 'off', client: 'off' },
]
const who: Actor[] = ['Bo, the client', 'a contact of Bo who may schedule']

/** What is said at the practice and for Bo. */
async function said({ practice, client }: (typeof words)[number]): Promise<void> {
  await rows("UPDATE settings SET value = ? WHERE organization_id = 'org_willow' AND key = 'self_scheduling'", practice)
  await rows(
    `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name)
    VALUES ('org_willow', 'cli_bo', 'self_scheduling', ?, 1, 1, 'per_dana', 'Dana Ortiz')`,
    client,
  )
}

async function ask(
  reviewed: ReviewedDoor,
  actor: Actor,
  { path, fields }: Awaited<ReturnType<typeof formFor>>,
  how: How,
): Promise<Response> {
  return reviewed.method === 'GET' ? await visit(stage.company[actor], path, how) : await submit(stage.company[actor], path, fields, how)
}

describe.each(words)('T-04 $practice at the practice and $client for the client', (word) => {
  test.each(closed.map((reviewed) => ({ name: nameOf(reviewed), reviewed })))('$name is closed', async ({ reviewed }) => {
    await startAnew(stage)
    const form = await formFor(stage, reviewed)
    await said(word)
    const before = await everything(stage.names)
    for (const actor of who)
      for (const how of [{}, { htmx: true }, ...(reviewed.method === 'GET' ? [{ method: 'HEAD' }] : [])]) {
        const answer = await ask(reviewed, actor, form, how)
        expect(answer.status, `${actor} ${JSON.stringify(how)}`).toBe(409)
        expect(textOf(await answer.text()), actor).not.toContain('name="start"')
      }
    expect(changed(before, await everything(stage.names))).toEqual([])
  })
})

test('T-04 and "inherit" under "on" takes nothing away', async () => {
  for (const reviewed of closed) {
    await startAnew(stage)
    const form = await formFor(stage, reviewed)
    await said({ practice: 'on', client: 'inherit' })
    expect((await ask(reviewed, 'Bo, the client', form, {})).status, nameOf(reviewed)).toBeLessThan(400)
  }
})
