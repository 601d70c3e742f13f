import { vi } from 'vitest'
import { clock } from '../../src/clock.ts'
import { words } from '../../views/words/words.ts'
import { restoreSnapshot } from '../support/snapshot.ts'
import { untrueNow, type Arranged } from './arrange.ts'
import { newRig, type Rig } from './rig.ts'
import { differences, wholeDatabase, type Whole } from './whole.ts'

/** What came of something that was done until it was answered, or left to the clock until it was done. */
export interface Done {
  rig: Rig
  /** Every answer she got, the last one last; none to whoever was killed, and to the clock. */
  answers: Answered[]
  whole: Whole
  untrue: string[]
  /** What was said to whoever runs the portal, by event. */
  logged: string[]
}

interface Answered {
  status: number
  location: string | null
  text: string
}

const said: string[] = []
/** For beforeEach: what the portal logs is kept, and not shown. */
export const listen = () => void vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)))

/** Plays it once, from where it was arranged; `known`: the random words that are there already (whole.ts). */
export async function doOnce(
  { snapshot, now, untrue }: Arranged,
  known: Set<string>,
  act: (rig: Rig) => Promise<Response[]>,
  fault: Rig['fault'] = null,
): Promise<Done> {
  await restoreSnapshot(snapshot)
  clock.stand(now)
  said.length = 0
  const rig = newRig(() => clock.now(), fault)
  const answers = await Promise.all((await act(rig)).map(read))
  const logged = said.map((line) => /"event":"(\w+)"/.exec(line)?.[1] ?? 'something else')
  return { rig, answers, logged, whole: await wholeDatabase(known), untrue: (await untrueNow()).filter((what) => !untrue.includes(what)) }
}

const read = async (answer: Response): Promise<Answered> => ({
  status: answer.status,
  location: answer.headers.get('Location'),
  text: await answer.text(),
})

/** What rightly is otherwise when a form without a key was sent again, and why. */
export interface Again {
  why: string
  /** The tables in which it is there once more. */
  tables?: string[]
  /** The last answer is this one: she is told that it was done, or is used. */
  status?: number
}

/**
 * What is wrong with a run next to the calm one; nothing when nothing is. The database is the same to the last row, so what was acknowledged is
 * there and what was not is not there twice; nothing failed unseen; and whoever was told that it failed was told so in a sentence.
 */
export function wrongWith(calm: Done, stormy: Done, { tables = [], status }: Partial<Again> = {}): string[] {
  const [last, wanted] = [stormy.answers.at(-1), calm.answers.at(-1)]
  const isRepeated = stormy.rig.tries > calm.rig.tries
  const answered = last?.status === wanted?.status || (isRepeated && last?.status === status)
  const failures = stormy.answers.filter((one) => one.status >= 500)
  return [
    ...differences(calm.whole, stormy.whole, isRepeated ? tables : []),
    ...(answered ? [] : [`answered ${stormy.answers.map((one) => one.status).join(', ')} and not ${wanted?.status}`]),
    ...(failures.every(({ text }) => isCalm(text)) ? [] : ['an error without a sentence']),
    ...(stormy.untrue.length > 0 ? [`untrue: ${stormy.untrue.join('; ')}`] : []),
    ...(stormy.rig.unseen.length > 0 ? ['something failed behind the answer, unseen'] : []),
  ]
}

/** The page of the portal that says what happened and what to do (UX-5), and nothing of where. */
const isCalm = (text: string): boolean => text.includes(words('en').errors.failed) && !/\bat \S+ \(|D1_ERROR|SQLITE_/.test(text)
