import { expect } from 'vitest'
import { paths } from '../../src/paths.ts'
import { origin, rows, signIn, visit, type CastKey } from '../support/portal.ts'

// T-10: the addresses of the portal, and what may stand in them.

/** 256 bits as base64url: what every token of ours looks like. */
export const token = /^[\w-]{43}$/
/** What is sealed instead of kept (NOT-8): its nonce, what it says, and a tag of 128 bits that nobody can make without the secret. */
const sealed = /^v1\.[\w-]{16}\.[\w-]{30,}$/
const isSealed = new Set<string>([paths.unsubscribe, paths.unsubscribeUndo])

/** An id of a row that was made at run time: what it is, and 128 bits of chance. */
export const opaque = /^[a-z]{2,4}_[\w-]{22}$/

/** Reviewed: numbers in an address, and why they open nothing. */
const counted: Record<string, string> = {
  [paths.dayCopies]: 'a day of the week, 1 to 7: a word of the calendar',
  [paths.restoration]: 'the number of an entry of the history: for administrators of the organization, who read the history anyway',
}

/** The parameters of an address are tokens, ids of chance, or words; a number or a made-up order is neither. */
export function expectUnguessable(path: string, seeded = new Set<string>()): void {
  const { pathname, searchParams } = new URL(path, origin)
  const found = Object.values(paths).map((pattern) => [pattern, parametersOf(pattern, pathname)] as const)
  const [pattern, parameters] = found.filter(([, one]) => one).toSorted(([a], [b]) => literals(b) - literals(a))[0] ?? []
  const isKnown = (value: string) => seeded.has(value) || madeByTheTest.has(value) || seedIds.test(value)
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (name === 'token') expect(value, path).toMatch(isSealed.has(pattern ?? '') ? sealed : token)
    else if (name.endsWith('Id')) expect(isKnown(value) || opaque.test(value), `${name} of ${path}`).toBe(true)
    else if (/^\d+$/.test(value)) expect(counted, path).toHaveProperty([pattern ?? ''])
  }
  for (const [name, value] of searchParams)
    if (idsInQueries.has(name)) expect(value === '' || isKnown(value) || opaque.test(value), `${name} of ${path}`).toBe(true)
}

function parametersOf(pattern: string, pathname: string): Record<string, string> | null {
  const regex = new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
  const match = regex.exec(pathname)
  return match ? { ...match.groups } : null
}

/** How much of a pattern is written out: the plainest one that fits is meant. */
const literals = (pattern: string): number => pattern.split('/').filter((piece) => piece !== '' && !piece.startsWith(':')).length

/** What names a row after the question mark. */
const idsInQueries = new Set(['therapist', 'service', 'location', 'client', 'person'])

/** Rows that situation.ts writes by itself. */
export const madeByTheTest = new Set(['reg_one', 'bat_one', 'inv_one', 'sch_one', 'sti_one', 'rom_one', 'win_one', 'exc_one', 'exc_all'])
/** The demo data is the same everywhere, so its ids are written down. */
const seedIds = /^(?:cli|sta|per|con|svc|loc|org)_[a-z]+$/

/** The addresses on the pages somebody can reach by following links, those of its forms included. */
export async function walk(who: CastKey): Promise<Set<string>> {
  const browser = await signIn(who)
  const org = who === 'amir' || who === 'cyd' ? 'cedar' : 'willow'
  const [found, waiting] = [new Set<string>(), [`/${org}/my`, `/${org}/manage`, `/${org}/login`]]
  for (let path = waiting.pop(); path !== undefined && found.size < 400; path = waiting.pop()) {
    if (found.has(path)) continue
    found.add(path)
    const answer = await visit(browser, path)
    const html = (await answer.text()).replaceAll('&amp;', '&')
    const location = answer.headers.get('Location')
    const links = [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, link = '']) => link)
    for (const [, action = ''] of html.matchAll(/(?:action|hx-post|hx-get)="(\/[^"#]*)"/g)) found.add(action)
    waiting.push(
      ...[...links, ...(location ? [location.split('#')[0] as string] : [])].filter((link) => !found.has(link) && !tooMany.test(link)),
    )
  }
  return found
}

/** Pages that lead to themselves with another day, and what is no page. */
const tooMany = /[?&](?:from|at|before|after)=|^\/assets\//

/** Every id there is: where, and which. */
export async function everyId(): Promise<Map<string, string>> {
  const tables = await rows<{ name: string }>(
    "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'id' AND m.name NOT GLOB '_cf_*' AND m.name NOT GLOB 'd1_*' AND m.name NOT GLOB 'dev_*' AND m.name NOT GLOB 'sqlite_*'",
  )
  const found = await Promise.all(
    tables.map(async ({ name }) => (await rows<{ id: string }>(`SELECT id FROM ${name}`)).map(({ id }) => [`${name} ${id}`, id] as const)),
  )
  return new Map(found.flat())
}
