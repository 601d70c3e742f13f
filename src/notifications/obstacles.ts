import type { Current } from '../current.ts'
import { readObstaclesTogether } from './account-readings.ts'
import { addressHash } from './mail-to.ts'
import { isAboutPresent, readPeople, readPresent, type Row } from './readings.ts'

/** Reads ahead, for several rows at once, what `mailTo` asks of each reader. Rows of which nothing was read together ask for themselves. */
export async function readObstaclesOf(current: Current, rows: Row[]): Promise<void> {
  const readers = (await Promise.all(rows.filter(isAboutPresent).map((row) => readerOf(current, row)))).filter((reader) => reader !== null)
  if (readers.length > 0) await readObstaclesTogether(current, readers)
}

/** Under which names the wishes of a row's reader, and what is known of her address, are kept; null when she has none. */
async function readerOf(current: Current, row: Row) {
  const { client, login, granted, staff } = await readPresent(current, row)
  const contact = granted.find(({ contactId }) => row.recipient === `contact:${contactId}`)
  const isClient = client && row.recipient === `client:${client.id}`
  const personId = (staff ?? contact ?? (isClient ? login : undefined))?.personId ?? null
  const person = personId === null ? undefined : (await readPeople(current, [personId])).get(personId)
  const address = personId === null ? (contact ?? (isClient ? client : undefined))?.email : person?.email
  return address ? { whose: personId ?? row.recipient, emailHash: await addressHash(current, address) } : null
}
