import type { Current } from '../current.ts'
import { readObstaclesTogether, type Reader } from './account-readings.ts'
import { addressHash } from './mail-to.ts'
import { isAboutPresent, readPeople, readPresent, type Row } from './readings.ts'

/** Reads ahead, for several rows at once, what `mailTo` asks of each reader. What is not foreseen here is asked for by itself. */
export async function readObstaclesOf(current: Current, rows: Row[]): Promise<void> {
  const readers = (await Promise.all(rows.filter(isAboutPresent).map((row) => readerOf(current, row)))).filter((reader) => reader !== null)
  if (readers.length > 0) await readObstaclesTogether(current, readers)
}

/** The reader of a row, as recipients.ts will find her; null when she has no address. */
async function readerOf(current: Current, row: Row): Promise<Reader | null> {
  const { client, login, granted, staff } = await readPresent(current, row)
  const contact = granted.find(({ contactId }) => row.recipient === `contact:${contactId}`)
  const hers = client && row.recipient === `client:${client.id}` ? client : undefined
  const personId = (staff ?? contact ?? (hers && login))?.personId ?? null
  const person = personId === null ? undefined : (await readPeople(current, [personId])).get(personId)
  const address = (contact ?? hers)?.safeEmail ?? (personId === null ? (contact ?? hers)?.email : person?.email)
  return address ? { whose: [personId ?? '', row.recipient], emailHash: await addressHash(current, address) } : null
}
