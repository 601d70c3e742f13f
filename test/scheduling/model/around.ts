/** What is no verb: the clock goes on, cron runs, an old form comes again. */
import { expect } from 'vitest'
import { Command } from './act.ts'
import { runClock } from './clockwork.ts'
import type { Model } from './model.ts'
import type { Portal } from './portal.ts'
import { minute } from './world.ts'

export class Clock extends Command {
  readonly minutes: number

  constructor(minutes: number) {
    super()
    this.minutes = minutes
  }
  check = () => true

  async play(model: Model, portal: Portal): Promise<void> {
    model.now += this.minutes * minute
    await portal.stand(model.now)
    portal.count('Clock', 'done')
  }
  toString = () => `Clock(${this.minutes} minutes later)`
}

export class Cron extends Command {
  check = () => true

  async play(model: Model, portal: Portal): Promise<void> {
    const before = JSON.stringify(seen(model))
    for (let passes = runClock(model); passes > 0; passes--) await portal.cron()
    portal.count('Cron', JSON.stringify(seen(model)) === before ? 'nothing to do' : 'done')
  }
  toString = () => 'Cron()'
}

const seen = ({ appointments, holds, waiting }: Model) => [appointments, holds, waiting.map(({ id }) => id)]

/** The last accepted form once more, as a browser does that lost the answer: it leads where the first did (SCH-25). With another field it is refused. */
export class Again extends Command {
  readonly changed: boolean

  constructor(changed: boolean) {
    super()
    this.changed = changed
  }
  check = ({ last }: Model) => last !== null

  async play({ last }: Model, portal: Portal): Promise<void> {
    if (!last) return
    const fields = this.changed ? { ...last.fields, version: 99, start: '2026-12-24T15:00:00.000Z' } : last.fields
    const answer = await portal.post({ ...last, fields })
    portal.count('Again', this.changed ? 'other fields' : 'done')
    expect(answer.status).toBe(this.changed ? 422 : 303)
    if (!this.changed) expect(answer.location).toBe(last.location)
  }
  toString = () => (this.changed ? 'Again(with other fields)' : 'Again()')
}
