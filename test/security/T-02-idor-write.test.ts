import { env } from 'cloudflare:workers'
import { beforeAll, describe, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { playDoor, setTheStage, type Stage } from '../house/matrix.ts'

// T-02, SEC-1: what everybody meets at every change, with a form that would work for somebody else and with others' ids (house/matrix.ts).

const { long = false } = JSON.parse(env.MATRIX) as { long?: boolean }
const changing = doors.filter(({ method }) => method === 'POST')

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

describe('T-02 SEC-1 the matrix of what can be changed', () => {
  test.each(changing.map((reviewed) => ({ name: nameOf(reviewed), reviewed })))('$name', async ({ reviewed }) => {
    await playDoor(stage, reviewed, { long })
  })
})
