import { expect } from 'vitest'
import { Command, idIn, type Act, type Aimed } from './act.ts'
import type { Model } from './model.ts'
import type { Answered, Portal } from './portal.ts'

/** Two acts by whomever, at once: what comes of them is what one order or the other would have given (SCH-24, SCH-25). */
export class AtOnce extends Command {
  readonly first: Act
  readonly second: Act

  constructor(first: Act, second: Act) {
    super()
    this.first = first
    this.second = second
  }

  check(model: Model): boolean {
    return this.first.check(model) && this.second.check(model)
  }

  async play(model: Model, portal: Portal): Promise<void> {
    const aimed = [this.first.aim(model) as Aimed, this.second.aim(model) as Aimed]
    const answers = await Promise.all(aimed.map(({ posting }) => portal.post(posting)))
    const pairs = aimed.map((one, at): Pair => ({ ...one, answer: answers[at] as Answered }))
    const [after = null, other] = [inOrder(model, pairs), inOrder(model, pairs.toReversed())].filter((one) => one !== null)
    portal.count(
      'AtOnce',
      answers
        .map(({ status }) => status)
        .toSorted()
        .join(' and '),
    )
    expect(after, `${this.toString()}: ${answers.map(({ status }) => status).join(' and ')} is the outcome of neither order`).not.toBeNull()
    Object.assign(model, after, { wasAtOnce: true, orElse: other?.appointments ?? [] })
  }

  toString = () => `AtOnce(${this.first.toString()}, ${this.second.toString()})`
}

type Pair = Aimed & { answer: Answered }

/** The model after these acts in this order; null when the portal did not answer so. */
function inOrder(model: Model, pairs: Pair[]): Model | null {
  const copy = structuredClone(model)
  for (const [at, { posting, judge, answer }] of pairs.entries()) {
    const verdict = judge(copy)
    if (answer.status === 409 && at > 0 && verdict.says === 303 && verdict.mayLose) continue
    if (answer.status !== 303 && verdict.says !== answer.status) return null
    if (answer.status !== 303) continue
    if (verdict.says !== 303) return null
    verdict.change(copy, idIn(answer.location))
    if (verdict.forgotten) continue
    copy.last = { ...posting, location: answer.location }
  }
  return copy
}
