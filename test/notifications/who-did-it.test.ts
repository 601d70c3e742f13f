import { describe, expect, test } from 'vitest'
import { emptyMailbox } from '../../src/dev/mailbox.tsx'
import { eventNames, type NotificationEvent } from '../../src/notifications/events.ts'
import { switchTo } from '../scheduling/support.ts'
import { cast, clockBy, cron, db, mail, rows } from '../support/portal.ts'
import { portalInUse, type Situation } from '../house/situation.ts'
import { actors, cells, type Actor } from './who-did-it.data.ts'

/** NOT-1 as people meet it: each event by each actor, at the door, with its own switch alone on, and with all the others on. */

/** Bo reads Spanish, Gail English; she receives his notices. What happened before is told, and the grace of it over. */
async function bosPortal(): Promise<Situation> {
  const situation = await portalInUse()
  await rows("UPDATE people SET language = CASE id WHEN 'per_bo' THEN 'es' ELSE 'en' END WHERE id IN ('per_bo', 'per_gail')")
  await rows(`UPDATE grants SET permissions = '["schedule","notices"]' WHERE client_id = ?`, cast.bo.clientId)
  return situation
}

/** What is due goes out, and the grace is over. */
async function isTold(): Promise<void> {
  await clockBy(2)
  await cron()
}

/** The e-mails of the eight events since the last look: to whom, in which language. */
const ofEvents = async () =>
  (await mail())
    .filter(({ kind }) => kind.split('+').every((one) => (eventNames as string[]).includes(one)))
    .map(({ kind, to, html }) => [kind, to, /<html lang="(\w+)"/.exec(html)?.[1]])

const toBoth = (event: NotificationEvent) => [
  [event, cast.bo.email, 'es'],
  [event, cast.gail.email, 'en'],
]

const existing = eventNames.flatMap((event) => actors.flatMap((actor) => ('act' in cells[event][actor] ? [{ event, actor }] : [])))
const shut = eventNames.flatMap((event) => actors.flatMap((actor) => ('act' in cells[event][actor] ? [] : [{ event, actor }])))

describe.each(['on', 'off'] as const)('NOT-1 switched %s', (value) => {
  test.each(existing)('$event by $actor', async ({ event, actor }) => {
    const cell = cells[event][actor]
    if (!('act' in cell)) return
    const situation = await bosPortal()
    const others = eventNames.filter((other) => other !== event)
    // What is taken back must have been told, whatever is on afterwards.
    if (cell.prepare) {
      await switchTo('notify_request_declined', 'on')
      await cell.prepare(situation)
      await isTold()
      await switchTo('notify_request_declined', 'off')
    }
    for (const one of value === 'on' ? [event] : others) await switchTo(`notify_${one}`, 'on')
    await emptyMailbox(db())
    const answer = await cell.act(situation)
    expect(answer.status, await answer.text()).toBe(303)
    await isTold()
    expect(await ofEvents()).toEqual(value === 'on' ? toBoth(event) : [])
  })
})

describe('NOT-1 no door', () => {
  test.each(shut.filter(({ actor }) => actor !== 'system'))('to $event for a $actor', async ({ event, actor }) => {
    const cell = cells[event][actor]
    if ('act' in cell || !cell.knock) throw new Error('A cell without a door says where somebody would knock.')
    const situation = await bosPortal()
    await switchTo(`notify_${event}`, 'on')
    await emptyMailbox(db())
    expect([403, 404]).toContain((await cell.knock(situation)).status)
    await isTold()
    expect(await ofEvents()).toEqual([])
  })

  test('the clock makes none of the eight happen, in three weeks of it', async () => {
    await bosPortal()
    for (const event of eventNames) await switchTo(`notify_${event}`, 'on')
    await rows('DELETE FROM outbox')
    for (let day = 0; day < 21; day++) {
      await clockBy(24 * 60)
      await cron()
    }
    const written = await rows<{ event: string }>("SELECT event FROM outbox WHERE actor_kind = 'system'")
    expect(written.map(({ event }) => event)).toContain('request_expired')
    expect(written.filter(({ event }) => (eventNames as string[]).includes(event))).toEqual([])
  })

  test('every cell is an act, or says why there is none', () => {
    expect(Object.values(cells).flatMap((row) => actors.filter((actor: Actor) => !row[actor]))).toEqual([])
    expect([existing.length, shut.length]).toEqual([14, 18])
  })
})
