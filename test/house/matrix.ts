import { expect, vi } from 'vitest'
import { mostRefusals } from '../../src/refusals.ts'
import { allSignedIn, newBrowser, rows, signInAgain, type Browser, type Form } from '../support/portal.ts'
import { restoreSnapshot, takeSnapshot, type Snapshot } from '../support/snapshot.ts'
import { gather, meanwhile, personOf, type Company } from './actors.ts'
import { changes } from './changes.ts'
import { actors, type Actor, type ReviewedDoor } from './doors.data.ts'
import { expected, keepsDrafts, nameOf } from './doors.exceptions.ts'
import { knock, type Knock, type Met } from './knocks.ts'
import { atOthers, nowhere, refusals } from './matrix-knocks.ts'
import { layOut, type Objects } from './objects.ts'
import { addressOf, portalInUse, type Situation } from './situation.ts'
import { changed, everything, tableNames } from './support.ts'

/** The portal in use with everybody of the matrix in it, and what others have there and elsewhere. */
export interface Stage {
  situation: Situation
  company: Company
  objects: Objects
  names: string[]
  /** What the database holds, table by table, and how that is put back. */
  before: Record<string, string>
  snapshot: Snapshot
  browsers: ReturnType<typeof allSignedIn>
  /** The one page of each refusal, as the first door showed it. */
  pages: Map<string, string>
}

export async function setTheStage(): Promise<Stage> {
  const situation = await portalInUse()
  const company = await gather()
  const objects = await layOut(situation)
  const [names, snapshot] = [await tableNames(), await takeSnapshot()]
  const kept = { names, snapshot, before: await everything(names), browsers: allSignedIn() }
  return { situation, company, objects, ...kept, pages: new Map() }
}

/** Everything as it was when the stage was set. */
export async function startAnew({ snapshot, browsers }: Stage): Promise<void> {
  await restoreSnapshot(snapshot)
  signInAgain(browsers)
}

/** What is sent to a door in a portal in use: the form of its example, or its address alone. */
export async function formFor(stage: Stage, reviewed: ReviewedDoor): Promise<Pick<Form, 'path' | 'fields'> & Partial<Form>> {
  return reviewed.method === 'POST' && !isSigned(reviewed)
    ? await formInHand(stage, reviewed)
    : { path: addressOf(reviewed.path, stage.situation), fields: {} }
}

/**
 * What everybody meets at one door (SEC-1). Who is refused has a form in hand that would work for somebody else, and who may pass asks about
 * what is not hers: nothing may move, no e-mail is due, who signed in leaves one `denied` entry, and all get the same page to the byte.
 * `long`: everybody, in every way.
 */
export async function playDoor(stage: Stage, reviewed: ReviewedDoor, { long = false } = {}): Promise<number> {
  await startAnew(stage)
  const form = reviewed.method === 'POST' && !isSigned(reviewed) ? await formInHand(stage, reviewed) : null
  const before = form ? await everything(stage.names) : stage.before
  const knocks = [...refusals(stage, reviewed, form, long), ...atOthers(stage, reviewed, form, long), ...nowhere(stage, reviewed, long)]
  const met = await everybodyKnocks(knocks)
  expect(met.map(read)).toEqual(knocks.map((one) => read({ knock: one, letter: one.expected })))
  for (const one of met) expectTheOnePage(stage, one)
  expectForeignLikeMissing(met)
  await expectNothingMoved(stage, reviewed, before, met)
  return met.length + (await expectToPass(stage, reviewed))
}

const read = ({ knock: { actor, method, address, htmx }, letter }: Pick<Met, 'knock' | 'letter'>): string =>
  `${letter}  ${actor}: ${method} ${address}${htmx ? ', htmx' : ''}`

/** What a machine sends is no form of anybody's. */
const isSigned = ({ answers }: ReviewedDoor): boolean => answers.startsWith('u')

/** The form of the example of a change (changes.ts), filled in and not sent. */
async function formInHand({ situation }: Stage, reviewed: ReviewedDoor): Promise<Form> {
  let form: Form | undefined
  await changes[nameOf(reviewed)]?.(situation, {
    instead: (held) => {
      form = held
      return new Response(null, { status: 204 })
    },
  })
  if (!form) throw new Error(`${nameOf(reviewed)} has no example in changes.ts.`)
  return form
}

/** At once; those for whom something is otherwise meanwhile one after the other, each while it is so. */
async function everybodyKnocks(knocks: Knock[]): Promise<Met[]> {
  const met = new Map<Knock, Met>()
  const all = async (some: Knock[]) => {
    for (const one of await Promise.all(some.map(knock))) met.set(one.knock, one)
  }
  await all(knocks.filter(({ actor }) => !meanwhile[actor]))
  for (const [actor, { so, again }] of Object.entries(meanwhile)) {
    const theirs = knocks.filter((one) => one.actor === actor)
    if (theirs.length === 0) continue
    await rows(so)
    await all(theirs)
    await rows(again)
  }
  return knocks.map((one) => met.get(one) as Met)
}

/** Whatever was asked about, here and at every other door: a refusal says nothing of what it is about. */
function expectTheOnePage({ pages }: Stage, { letter, knock: { method, htmx, actor, address }, page }: Met): void {
  if (method === 'HEAD' || !['n', 'f'].includes(letter)) return
  const kind = `${letter} ${htmx ? 'htmx' : 'browser'}`
  if (!pages.has(kind)) pages.set(kind, page)
  expect(page, `${actor}: ${address}`).toBe(pages.get(kind))
}

/** What is another practice's is answered as what is nowhere, whatever the answer is. */
function expectForeignLikeMissing(met: Met[]): void {
  const asked = met.filter(({ knock: { object } }) => object !== undefined)
  for (const [way, same] of Map.groupBy(asked, ({ knock: { actor, method, htmx, object } }) => `${actor} ${method} ${htmx} ${object}`))
    expect(new Set(same.map(({ page }) => page)).size, way).toBe(1)
}

async function expectNothingMoved({ names }: Stage, reviewed: ReviewedDoor, before: Record<string, string>, met: Met[]): Promise<void> {
  const leaving = met.filter(({ knock: one }) => one.remembered)
  const expectedEntries = Object.fromEntries(
    [...Map.groupBy(leaving, ({ knock: { actor } }) => personOf(actor))].map(([person, theirs]) => [
      person,
      Math.min(theirs.length, mostRefusals.of),
    ]),
  )
  // What is remembered is remembered behind the answer: it may come a moment later.
  await vi.waitFor(async () => expect(await denied()).toEqual(expectedEntries), { timeout: 2000, interval: 20 })
  const after = await everything(names)
  // Visitors are counted wherever they post (ACC-7).
  const mayMove = [
    'audit',
    ...(keepsDrafts.includes(nameOf(reviewed)) ? ['drafts'] : []),
    ...(reviewed.audience === 'visitors' ? ['rate_counters'] : []),
  ]
  expect(changed(before, after).filter((name) => !mayMove.includes(name))).toEqual([])
  const entries = (text = '[]') =>
    (JSON.parse(text) as { action: string }[]).filter(({ action }) => !['denied', 'draft.kept'].includes(action))
  expect(entries(after['audit'])).toEqual(entries(before['audit']))
  const answers = await rows<{ n: number; answers: string }>(
    "SELECT count(*) AS n, group_concat(DISTINCT entity_id || (details ->> 'answer')) AS answers FROM audit WHERE action = 'denied'",
  )
  const one = leaving[0]?.knock
  if (one) expect(answers[0]?.answers.split(',').every((answer) => [`${one.door}403`, `${one.door}404`].includes(answer))).toBe(true)
}

/** How many entries of refusals there are, by who was refused. */
async function denied(): Promise<Record<string, number>> {
  const found = await rows<{ who: string; n: number }>(
    "SELECT actor_id AS who, count(*) AS n FROM audit WHERE action = 'denied' GROUP BY 1",
  )
  return Object.fromEntries(found.map(({ who, n }) => [who, n]))
}

/** Those who may, with empty hands: a page, or that the form is not complete. Each browser once: a door may end what it came with. */
async function expectToPass({ company, situation, objects }: Stage, reviewed: ReviewedDoor): Promise<number> {
  const seen = new Set<Browser | null>()
  const may = actors.filter((actor) => {
    if (expected(reviewed, actor) !== 'p' || meanwhile[actor]) return false
    const isNew = company[actor] === null || !seen.has(company[actor])
    seen.add(company[actor])
    return isNew
  })
  const addressFor = (actor: Actor) => addressOf(reviewed.path, { ...situation, token: objects.tokens[actor] ?? situation.token })
  const knocks = may.map((actor) => ({
    actor,
    who: company[actor] ?? newBrowser(),
    door: reviewed.path,
    method: reviewed.method,
    address: addressFor(actor),
    fields: {},
    htmx: true,
    expected: 'p' as const,
    remembered: false,
  }))
  const met = await Promise.all(knocks.map(knock))
  // To be told that it is too late, or that something else came first, is to pass, too.
  expect(met.map((one) => read({ ...one, letter: one.letter === 'c' ? 'p' : one.letter }))).toEqual(
    knocks.map((one) => read({ knock: one, letter: 'p' })),
  )
  return met.length
}
