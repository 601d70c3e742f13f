import { exports } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { meanwhile } from '../../house/actors.ts'
import { actors, doors, type Actor, type ReviewedDoor } from '../../house/doors.data.ts'
import { expected } from '../../house/doors.exceptions.ts'
import { formFor, setTheStage, startAnew, type Stage } from '../../house/matrix.ts'
import { origin, type Form } from '../../support/portal.ts'
import { asked, leaks, report } from './asked.ts'
import { messes, type Mess } from './mess.ts'

// SEC-7: whatever is sent, the answer is one of ours, and says nothing of how it was made. `npm run fuzz -- input --runs 1000` for ten thousand requests.

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

interface Round {
  reviewed: ReviewedDoor
  actor: Actor
  all: Mess[]
}

const rounds: fc.Arbitrary<Round> = fc.constantFrom(...doors).chain((reviewed) => {
  const may = actors.filter((actor) => !meanwhile[actor] && expected(reviewed, actor) === 'p')
  return fc.record({
    reviewed: fc.constant(reviewed),
    actor: fc.constantFrom(...(may.length > 0 ? may : (['a stranger'] as const))),
    all: fc.array(messes, { minLength: 10, maxLength: 10 }),
  })
})

describe('SEC-7 whatever is sent', () => {
  test('the answer is never a 500, and never says how it was made', { timeout: 86_400_000 }, async () => {
    let sent = 0
    const outcome = await fc.check(
      fc.asyncProperty(rounds, async ({ reviewed, actor, all }) => {
        await startAnew(stage)
        const form = await formFor(stage, reviewed)
        for (const mess of all) {
          const request = requestOf(reviewed, form, actor, mess)
          if (!request) continue
          sent += 1
          const answer = await exports.default.fetch(request.clone())
          const text = await answer.text()
          const told = `${actor}: ${reviewed.method} ${request.url} ${JSON.stringify(mess)} ${answer.status}`
          expect(answer.status, told).toBeLessThan(500)
          expect(answer.headers.get('X-Request-Id'), told).toMatch(/^[\w-]{36}$/)
          expect(leaks.exec(withoutTyped(text, mess))?.[0], told).toBeUndefined()
        }
      }),
      asked(30),
    )
    report('input', outcome, sent)
    if (outcome.failed) throw outcome.errorInstance
  })
})

/** Null where no program could send such a thing. */
function requestOf(reviewed: ReviewedDoor, form: Pick<Form, 'path' | 'fields'>, actor: Actor, mess: Mess): Request | null {
  const headers: Record<string, string> = {
    Origin: origin,
    ...(mess.htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    ...mess.headers,
  }
  const cookie = [...(stage.company[actor]?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  if (cookie) headers['Cookie'] = cookie
  const init: RequestInit = { method: reviewed.method, headers, redirect: 'manual' }
  if (reviewed.method === 'POST') {
    init.body = mess.raw
      ? typeof mess.raw.body === 'string'
        ? mess.raw.body
        : new Uint8Array(mess.raw.body)
      : new URLSearchParams(fieldsOf(form, mess))
    if (mess.raw) headers['Content-Type'] = mess.raw.type
  }
  try {
    return new Request(origin + pathOf(form.path, mess), init)
  } catch {
    return null
  }
}

function pathOf(path: string, { segment, query }: Mess): string {
  const [address = '', own = ''] = path.split('?')
  const segments = address.split('/')
  const at = segment && 1 + (segment.which % (segments.length - 1))
  return `${at ? segments.with(at, segment.text).join('/') : address}?${[own, query].filter((part) => part !== '').join('&')}`
}

/** The form with some of its fields given other values, more of them or none, and fields of other names beside. */
function fieldsOf(form: Pick<Form, 'fields'>, { fields }: Mess): string[][] {
  const values = new Map(Object.entries(form.fields).map(([name, value]) => [name, value === undefined ? [] : [value].flat().map(String)]))
  for (const { which, name, values: given } of fields)
    values.set(name ?? [...values.keys()][which % Math.max(1, values.size)] ?? 'x', given)
  return [...values].flatMap(([name, all]) => all.map((value) => [name, value]))
}

/** What was typed may be shown again, whatever it looks like. */
const withoutTyped = (text: string, { fields }: Mess): string =>
  fields.flatMap(({ values }) => values).reduce((rest, typed) => (typed.length > 3 ? rest.replaceAll(typed, '') : rest), text)
