import { visit, type Browser } from '../support/portal.ts'
import { actors, doors, type Actor } from './doors.data.ts'
import { addressOf, play, type Situation } from './situation.ts'

/** How many rows an answer has read (SPD-4), as it says itself in development. */
export const rowsRead = (answer: Response): number =>
  Number(/rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1] ?? Number.NaN)

const readers = ['Bo, the client', 'Theo, a therapist', 'Dana, an administrator'] as const

/** Every page that one of them may open. */
export const pagesOfReaders = readers.flatMap((actor) =>
  doors.filter(({ method, answers }) => method === 'GET' && answers[actors.indexOf(actor)] === 'p').map(({ path }) => ({ actor, path })),
)
export type ReadersPage = (typeof pagesOfReaders)[number]

/** Signs the three of them in; answers how many rows one of these pages reads. */
export async function countingRows(situation: Situation): Promise<(page: ReadersPage) => Promise<number>> {
  const browsers = new Map<Actor, Browser | null>()
  for (const actor of readers) browsers.set(actor, await play(actor))
  return async ({ actor, path }) => rowsRead(await visit(browsers.get(actor) ?? null, addressOf(path, situation)))
}
