import { beforeEach, expect, test } from 'vitest'
import { changes } from '../house/changes.ts'
import { doors as reviewed } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { again } from './again.data.ts'
import { arrange } from './arrange.ts'
import { chosen, type Mishap } from './choosing.ts'
import { aWhileAgo } from './doing.ts'
import { counting, inThisPart, playsAll } from './how-much.ts'
import { doOnce, listen, wrongWith } from './once.ts'
import { sendUntilAnswered } from './play.ts'
import { knownIn } from './whole.ts'

/** Every form there is (test/house/changes.ts has one for each door): whatever fails on the way, she sends it again, and it is done once. */
const counts = counting('doors')
beforeEach(listen)

const doors = Object.entries(changes)
/** `npm test` takes one door in so many, from another place of the list each time the list grows. */
const oneIn = 12
const played = playsAll ? inThisPart(doors) : doors.filter((_, at) => (at + doors.length) % oneIn === 0)

test.each(played)('SEC-6 %s: whatever fails, it is done once, and what was acknowledged stays', async (door, act) => {
  const situated = await arrange({ name: door, covers: [], act, tells: [] }, aWhileAgo)
  // A moment after the full hour: not a single free time begins or ends between one try and the next.
  const arranged = { ...situated, now: situated.now + 1000 }
  const request = arranged.request as () => Request
  const known = knownIn(arranged.snapshot)
  const play = (fault: Parameters<typeof doOnce>[3] = null) => doOnce(arranged, known, (rig) => sendUntilAnswered(rig, request), fault)
  const calm = await play()
  expect(calm.answers.map(({ status }) => status < 400)).toEqual([true])
  expect([calm.untrue, calm.rig.unseen]).toEqual([[], []])
  // Two calm runs are alike, or nothing is said by comparing.
  if (playsAll) expect(wrongWith(calm, await play())).toEqual([])
  counts.cases++

  const wrong: string[] = []
  let isNeeded = false
  for (const { at, mode, effect } of chosen(calm.rig.effects, counts, atTheChange)) {
    const stormy = await play({ at, mode })
    const found = wrongWith(calm, stormy, again[door])
    isNeeded ||= wrongWith(calm, stormy).length > 0
    if (found.length > 0) wrong.push(`${effect.what}, effect ${at}, ${mode}: ${found.join('; ')}`)
  }
  expect(wrong).toEqual([])
  // An exception that nothing needs is none.
  if (playsAll && again[door]) expect(isNeeded).toBe(true)
})

/** It was done, and nobody was told: the answer was lost, or whoever would have given it. */
const atTheChange = ({ effect, mode }: Mishap) => effect.leaves && effect.what === 'database' && (mode === 'lost' || mode === 'killed')

test('SEC-6 every form that a person or a machine can send is in the loop', () => {
  const forms = reviewed.filter(({ method }) => method === 'POST').map(nameOf)
  expect(doors.map(([name]) => name).toSorted()).toEqual(forms.toSorted())
})

test('SEC-6 what is said of sending a form again is said of a door', () => {
  expect(Object.keys(again).filter((door) => !changes[door])).toEqual([])
})
