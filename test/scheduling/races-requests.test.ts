import { beforeEach, expect, it } from 'vitest'
import { auditRows, freshPortal, newKey, signIn, submit } from '../support/portal.ts'
import { list, my, offer, offersOf, rowOf } from './changing-support.ts'
import { expectSoundPortal, sizes } from './races.ts'
import { requested } from './support.ts'

beforeEach(() => freshPortal())

it.each(sizes)('SCH-25 %i at once confirm, decline, withdraw and take an offer: exactly one effect', async (many) => {
  const id = await requested('2026-12-03T15:00:00.000Z')
  await offer(id, ['2026-12-04T15:00:00.000Z'])
  const [offered] = await offersOf(id)
  const [theo, ana] = [await signIn('theo'), await signIn('ana')]
  const acts = [
    () => submit(theo, `${list}/${id}/confirmation`, { version: 2, key: newKey() }),
    () => submit(ana, `${my()}/requests/${id}/counter-offers/${offered?.offerId}/acceptance`, { version: 2, key: newKey() }),
    () => submit(theo, `${list}/${id}/decline`, { version: 2, key: newKey() }),
    () => submit(ana, `${my()}/requests/${id}/withdrawal`, { version: 2, key: newKey() }),
  ]
  const answers = await Promise.all(Array.from({ length: many }, (_, i) => acts[i % acts.length]!()))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(many - 1)
  expect((await rowOf(id)).version).toBe(3)
  expect(await auditRows({ entity_id: id })).toHaveLength(3)
  await expectSoundPortal()
})
