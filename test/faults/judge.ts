import type { Arranged } from './arrange.ts'
import { told, type Outcome } from './play.ts'

/** What is wrong with a run, next to the calm one; nothing when nothing is. */
export function complaints(calm: Outcome, stormy: Outcome, { useCase }: Arranged, names: Map<string, string>): string[] {
  return [
    ...aboutMails(calm, stormy, useCase.repeats, names),
    ...aboutTheChange(calm, stormy, useCase),
    ...(stormy.waiting > 0 ? [`${stormy.waiting} e-mails wait for ever`] : []),
    ...(stormy.untrue.length > 0 ? [`untrue: ${stormy.untrue.join('; ')}`] : []),
  ]
}

/** Each reader has exactly one for each time it happened, and was handed none under two keys. */
function aboutMails(calm: Outcome, stormy: Outcome, repeats: string | undefined, names: Map<string, string>): string[] {
  const [wanted, got] = [told(calm, names), told(stormy, names)]
  // What happened a second time may have ended the first before it was told.
  const atMost = repeats ? count(stormy, repeats) / count(calm, repeats) : 1
  const kinds = new Set([...wanted, ...got])
  const times = (all: string[], one: string) => all.filter((other) => other === one).length
  const wrong = [...kinds].filter((one) => times(got, one) < times(wanted, one) || times(got, one) > times(wanted, one) * atMost)
  const handed = Map.groupBy(stormy.rig.handed, ({ idempotencyKey }) => idempotencyKey)
  const differs = [...handed.values()].some(([first, ...more]) => more.some(({ to, kind }) => to !== first?.to || kind !== first.kind))
  return [
    ...(wrong.length > 0 ? [`told [${got.join(', ')}] and not [${wanted.join(', ')}]`] : []),
    ...(differs ? ['under one key, two different e-mails'] : []),
    ...(handed.size === stormy.mails.length ? [] : ['handed over what was not kept']),
  ]
}

/** It happened once, as in the calm; she was told that it did. */
function aboutTheChange(calm: Outcome, stormy: Outcome, { repeats, spent }: { repeats?: string; spent?: true }): string[] {
  const isSame = repeats ? stormy.actions.includes(repeats) : String(stormy.actions) === String(calm.actions)
  const isAnswered = stormy.status === calm.status || (spent === true && stormy.status < 500)
  return [
    ...(isSame ? [] : [`done [${stormy.actions.join(', ')}] and not [${calm.actions.join(', ')}]`]),
    ...(isAnswered ? [] : [`answered ${stormy.status} and not ${calm.status}`]),
  ]
}

const count = ({ actions }: Outcome, one: string): number => actions.filter((action) => action === one).length
