/** What every command is made of: whom it aims at, what is posted, what must come of it, and the look at the database afterwards. */
import type fc from 'fast-check'
import { expect } from 'vitest'
import { assertAgrees } from './agreement.ts'
import type { Model, Posting, Verdict } from './model.ts'
import type { Portal } from './portal.ts'

/** A command that found something to aim at. */
export interface Aimed {
  posting: Posting
  /** What the portal must say, given this model. Asked again on copies, when acts come at once. */
  judge: (model: Model) => Verdict
}

export abstract class Command implements fc.AsyncCommand<Model, Portal> {
  abstract check(model: Model): boolean
  abstract play(model: Model, portal: Portal): Promise<void>
  abstract toString(): string

  async run(model: Model, portal: Portal): Promise<void> {
    portal.counts.steps += 1
    await this.play(model, portal)
    await assertAgrees(model)
  }
}

/** One form. `twice` presses the button twice at once: one effect, and both answers alike (SCH-25). */
export abstract class Act extends Command {
  readonly twice: boolean

  constructor(twice: boolean) {
    super()
    this.twice = twice
  }

  /** Null when there is nothing to aim at yet. */
  abstract aim(model: Model): Aimed | null

  check(model: Model): boolean {
    return this.aim(model) !== null
  }

  async play(model: Model, portal: Portal): Promise<void> {
    const { posting, judge } = this.aim(model) as Aimed
    const verdict = judge(model)
    const [answer, again] = await Promise.all([portal.post(posting), ...(this.twice ? [portal.post(posting)] : [])])
    portal.count(this.constructor.name, verdict.says === 303 ? 'done' : verdict.why)
    expect(answer?.status, `${this.toString()}: the model says ${JSON.stringify(verdict)}`).toBe(verdict.says)
    if (again) expect([again.status, again.location]).toEqual([answer?.status, answer?.location])
    if (verdict.says !== 303 || !answer) return
    verdict.change(model, idIn(answer.location))
    if (!verdict.forgotten) model.last = { ...posting, location: answer.location }
  }
}

/** The appointment, request or series that an address names. */
export const idIn = (location: string): string => /\b((?:apt|ser)_[\w-]+)/.exec(location)?.[1] ?? ''
