import { beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../house/doors.data.ts'
import { nameOf } from '../../house/doors.exceptions.ts'
import { formFor, setTheStage, startAnew, type Stage } from '../../house/matrix.ts'
import { submit, textOf } from '../../support/portal.ts'

// SEC-7: what somebody wrote is not lost for being too long: the form comes back with it, and says so.

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

/** Fields that people write sentences or names in, by door; what the examples of changes.ts leave out included. */
const writing: Record<string, string[]> = {
  'POST /:org/join': ['name'],
  'POST /:org/book': ['name', 'note'],
  'POST /:org/my/:clientId/requests': ['note'],
  'POST /:org/my/:clientId/standing': ['note'],
  'POST /:org/manage/requests/:requestId/decline': ['message'],
  'POST /:org/manage/requests/:requestId/counter-offer': ['message'],
  'POST /:org/manage/standing/:standingId/decline': ['message'],
  'POST /:org/manage/clients/invitations': ['message'],
  'POST /:org/manage/clients/invitations/preview': ['message'],
  'POST /:org/manage/staff/invitations': ['name'],
  'POST /:org/manage/staff/:staffId/roles': ['name'],
  'POST /:org/manage/services': ['name'],
  'POST /:org/manage/services/:serviceId': ['name'],
  'POST /:org/manage/locations': ['name', 'address'],
  'POST /:org/manage/locations/:locationId': ['name', 'address'],
  'POST /:org/manage/locations/:locationId/rooms': ['name'],
  'POST /:org/manage/hours/:staffId/exceptions': ['label'],
  'POST /:org/manage/hours/practice': ['label'],
  'POST /:org/manage/video-room': ['address'],
  'POST /account/passkeys/:passkeyId/name': ['name'],
}
const cases = Object.entries(writing).flatMap(([name, fields]) => fields.map((field) => ({ name, field })))

describe('SEC-7 what was written too long is kept', () => {
  test('every door of the list exists', () => expect(doors.map(nameOf)).toEqual(expect.arrayContaining(Object.keys(writing))))

  test.each(cases)('$name, $field', async ({ name, field }) => {
    const reviewed = doors.find((one) => nameOf(one) === name)
    if (!reviewed) throw new Error(name)
    await startAnew(stage)
    const { who, path, fields } = await formFor(stage, reviewed)
    const answer = await submit(who ?? null, path, { ...fields, [field]: `Kept as it was written${' and more'.repeat(700)}` })
    const html = await answer.text()
    expect(answer.status, textOf(html).slice(0, 200)).toBe(422)
    expect(html).toContain('Kept as it was written and more and more')
  })
})
