import { env } from 'cloudflare:workers'
import { beforeAll, describe, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { playDoor, setTheStage, type Stage } from '../house/matrix.ts'

// T-01, SEC-1: what everybody meets at every page, with her own and with others' ids (house/matrix.ts).

const { long = false } = JSON.parse(env.MATRIX) as { long?: boolean }
const reading = doors.filter(({ method }) => method === 'GET')

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

describe('T-01 SEC-1 the matrix of what can be read', () => {
  test.each(reading.map((reviewed) => ({ name: nameOf(reviewed), reviewed })))('$name', async ({ reviewed }) => {
    await playDoor(stage, reviewed, { long })
  })
})
