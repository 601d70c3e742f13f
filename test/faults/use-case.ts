import type { Situation } from '../house/situation.ts'
import type { How } from '../support/portal.ts'

/** Something that people or the clock do, and of which somebody is told by e-mail. */
export interface UseCase {
  name: string
  /** The calls in the source it goes through: file and verb (callers.test.ts). */
  covers: string[]
  /** The form, sent through `how.through`; what comes before it may be done by the way. */
  act?: (situation: Situation, how: How) => Promise<Response>
  /** Work of the clock instead, and when it is due. */
  at?: (situation: Situation) => Promise<number>
  /** Who hears of it in a calm run: kind and reader. */
  tells: string[]
  /** The form has no key: repeated because its answer was lost, it may rightly happen twice. The e-mails are one for each of these audit entries. */
  repeats?: string
  /** The form works once: whoever sends it again, because the answer was lost, is told that it is used, and loses nothing by it. */
  spent?: true
}
