import fc from 'fast-check'
import type { Form } from '../../support/portal.ts'

// One swap: an id in the path, the query or the body of a request is replaced, or one is sent along that nobody asked for.

/** Where the id is put: which of the ids there are (modulo how many), or a name that is sent along. */
export interface Swap {
  place: 'path' | 'field' | 'more' | 'query'
  which: number
  name: string
  /** Which id of the pool. */
  id: number
  shape: keyof typeof shapes
}

/** How the id is written. */
export const shapes = {
  plain: (id: string) => id,
  encoded: (id: string) => [...id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
  'encoded twice': (id: string) => encodeURIComponent(encodeURIComponent(`${id}_`)).replace(/_$/, ''),
  'in capitals': (id: string) => id.toUpperCase(),
  'after a slash': (id: string) => `../${id}`,
  'with an end': (id: string) => `${id}\u0000`,
  'with room': (id: string) => ` ${id} `,
  'two at once': (id: string) => `${id},${id}`,
  object: (id: string) => JSON.stringify({ id }),
  list: (id: string) => JSON.stringify([id]),
  operator: (id: string) => JSON.stringify({ $ne: id }),
  'with a quote': (id: string) => `${id}' OR '1'='1`,
  'of a pair': (id: string) => `${id}:${id}`,
}

const names = [
  'clientId',
  'client_id',
  'client',
  'staffId',
  'staff_id',
  'therapist',
  'organizationId',
  'organization_id',
  'id',
  'personId',
  'on_behalf_of',
  'org',
]

export const swaps: fc.Arbitrary<Swap[]> = fc.array(
  fc.record({
    place: fc.constantFrom('path', 'path', 'field', 'field', 'more', 'query'),
    which: fc.nat(5),
    name: fc.constantFrom(...names),
    id: fc.nat(200),
    // Mostly as it is: that is the one that opens something.
    shape: fc.oneof({ weight: 3, arbitrary: fc.constant('plain') }, { weight: 2, arbitrary: fc.constantFrom(...Object.keys(shapes)) }),
  }) as fc.Arbitrary<Swap>,
  { minLength: 1, maxLength: 3 },
)

/** A request with its ids replaced. The path is written as it goes over the wire. */
export function swapped(form: Pick<Form, 'path' | 'fields'>, all: Swap[], pool: string[]): { path: string; fields: Form['fields'] } {
  let [path, query = ''] = form.path.split('?') as [string, string?]
  const fields = { ...form.fields }
  for (const { place, which, name, id, shape } of all) {
    const value = shapes[shape](pool[id % pool.length] as string)
    if (place === 'path') path = inPath(path, which, shape.startsWith('encoded') ? value : encodeURIComponent(value))
    if (place === 'query') query += `${query && '&'}${name}=${encodeURIComponent(value)}`
    if (place === 'more') Object.assign(fields, { [which % 2 ? name : `${name}[]`]: which % 3 ? value : [value, value] })
    const [theirs] = Object.keys(fields)
      .filter((field) => looksLikeId(fields[field]))
      .slice(which % 3)
    if (place === 'field' && theirs) fields[theirs] = which > 3 ? [value, String(fields[theirs])] : value
  }
  return { path: query ? `${path}?${query}` : path, fields }
}

/** Replaces one of the segments that is an id or the practice. */
function inPath(path: string, which: number, value: string): string {
  const segments = path.split('/')
  const ids = segments.flatMap((segment, at) => (at > 1 && looksLikeId(segment) ? [at] : []))
  const at = ids[which % Math.max(1, ids.length)] ?? 1
  return segments.with(at, value).join('/')
}

const looksLikeId = (value: unknown): boolean => /^[a-z]{2,4}_[\w-]+/.test(String(value))
