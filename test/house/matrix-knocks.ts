import type { Form } from '../support/portal.ts'
import { meanwhile, personOf } from './actors.ts'
import { actors, doors, type Actor, type ReviewedDoor } from './doors.data.ts'
import { atOthersExpected, expected, nobodyAsked, type Letter } from './doors.exceptions.ts'
import type { Knock } from './knocks.ts'
import type { Stage } from './matrix.ts'
import type { Parameter } from './objects.ts'
import { addressOf } from './situation.ts'

/** Everybody who does not pass, at the address of the situation. */
export function refusals(stage: Stage, reviewed: ReviewedDoor, form: Form | null, long: boolean): Knock[] {
  const refused = actors.filter((actor) => expected(reviewed, actor) !== 'p' && (long || matters(reviewed, actor)))
  const address = addressOf(reviewed.path, stage.situation)
  const ways = waysOf(reviewed, long)
  return refused.flatMap((actor, at) =>
    ways(at).map((way) =>
      knockOf(stage, reviewed, actor, { ...way, address, fields: form?.fields ?? {}, letter: expected(reviewed, actor) }),
    ),
  )
}

/** What is otherwise for a while changes the addresses of clients, and those of contacts nothing but these and the people's own. */
const matters = ({ audience }: ReviewedDoor, actor: Actor): boolean =>
  !meanwhile[actor] || audience === 'clients' || (audience === 'people' && actor.startsWith('a contact'))

/** Those who pass, asking about what is another's: here, elsewhere, and nowhere. One parameter at a time; the others are as they should be. */
export function atOthers(stage: Stage, reviewed: ReviewedDoor, form: Form | null, long: boolean): Knock[] {
  const values = valuesIn(reviewed.path, form?.path ?? addressOf(reviewed.path, stage.situation))
  const may = actors.filter((actor) => expected(reviewed, actor) === 'p' && !meanwhile[actor] && (long || asking.includes(actor)))
  const { neighbours, foreign, missing } = stage.objects
  const ways = waysOf(reviewed, long)
  return Object.keys(values).flatMap((parameter) =>
    [neighbours, foreign, missing].flatMap((objects) => {
      const other = objects[parameter as Parameter]
      const kind = objects === neighbours ? 'neighbours' : objects === foreign ? 'foreign' : 'missing'
      if (other === undefined || other === values[parameter]) return []
      const address = addressOf(reviewed.path, { ...stage.situation, ...values, [parameter]: other })
      return may.flatMap((actor, at) => {
        const letter = atOthersExpected(reviewed, parameter, kind)
        return letter
          ? ways(at).map((way) =>
              knockOf(stage, reviewed, actor, {
                ...way,
                address,
                fields: form?.fields ?? {},
                letter,
                ...(kind !== 'neighbours' && { object: parameter }),
              }),
            )
          : []
      })
    }),
  )
}

/** Who asks about others' things in the short form: one of each kind. */
const asking: Actor[] = ['Bo, the client', 'a contact of Bo who may schedule', 'Theo, a therapist', 'Dana, an administrator']

/** Verbs that no route has, and a practice that does not exist, are no address at all, whoever asks. */
export function nowhere(stage: Stage, reviewed: ReviewedDoor, long: boolean): Knock[] {
  const address = addressOf(reviewed.path, stage.situation)
  const here = doors
    .filter(({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(address))
    .map(({ method }) => method as string)
  const wrong = [
    ...['GET', 'POST'].filter((method) => !here.includes(method)),
    ...(long ? ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] : ['DELETE']),
  ]
  const elsewhere = reviewed.path.startsWith('/:org')
    ? [{ method: reviewed.method, address: addressOf(reviewed.path, { ...stage.situation, org: 'nowhere' }) }]
    : []
  const who: Actor[] = long ? ['Dana, an administrator', 'Bo, the client', 'a stranger'] : ['Dana, an administrator']
  const places = [...wrong.map((method) => ({ method, address })), ...elsewhere]
  return who.flatMap((actor) =>
    places.map((place) => ({ ...knockOf(stage, reviewed, actor, { ...place, fields: {}, htmx: false, letter: 'n' }), remembered: false })),
  )
}

interface Way {
  method: string
  htmx: boolean
}

/** As a browser and as htmx by turns, and HEAD once; or all of it. */
function waysOf({ method }: ReviewedDoor, long: boolean): (at: number) => Way[] {
  const head = { method: 'HEAD', htmx: false }
  const both = [false, true].map((htmx) => ({ method, htmx }))
  if (long) return () => (method === 'GET' ? [...both, head] : both)
  return (at) => [{ method, htmx: at % 2 === 1 }, ...(method === 'GET' && at === 4 ? [head] : [])]
}

interface Particulars extends Way {
  address: string
  fields: Form['fields']
  letter: Letter
  object?: string
}

function knockOf({ company }: Stage, reviewed: ReviewedDoor, actor: Actor, { letter, ...way }: Particulars): Knock {
  const remembered = ['n', 'f'].includes(letter) && personOf(actor) !== null && !nobodyAsked.includes(reviewed.policy)
  return { actor, who: company[actor], door: reviewed.path, ...way, expected: letter, remembered }
}

/** The parameters of a path as an address fills them. */
function valuesIn(path: string, address: string): Record<string, string> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string)
  const [, ...values] = new RegExp(`^${path.replace(/:\w+/g, '([^/?]+)')}(?:\\?|$)`).exec(address) ?? []
  return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]).filter(([name]) => name !== 'org'))
}
