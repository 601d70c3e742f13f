import { makeGround } from './ground.ts'
import { writeFileSync } from 'node:fs'
const g = await makeGround('/dev/shm/q-ground')
writeFileSync('/dev/shm/q-ground/ground.json', JSON.stringify(g))
process.exit(0)
