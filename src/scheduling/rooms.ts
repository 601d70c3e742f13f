import type { StaffCurrent } from '../current.ts'
import type { LocationFile, Room } from './locations.ts'
import { add, change, type SetUpRefusal } from './set-up.ts'

/** Two rooms of one location never have one name: nobody could tell them apart in the calendar. */
export const isNameTaken = ({ rooms }: LocationFile, name: string, but?: string): boolean =>
  rooms.some((room) => room.id !== but && room.archivedAt === null && room.name.toLowerCase() === name.toLowerCase())

/** A new room. From the first one on, an appointment there in person needs one (docs/decisions/032). */
export const addRoom = (current: StaffCurrent, location: LocationFile, name: string, leadsTo: string): Promise<string> =>
  add(current, 'room', { locationId: location.id, name }, () => leadsTo)

export async function renameRoom(current: StaffCurrent, room: Room, name: string, version: number, leadsTo: string) {
  if (room.version !== version) return 'stale' as const
  if (room.name === name) return null
  return await change(current, 'room', room, { name }, { action: 'renamed', leadsTo })
}

/** Nothing new is put into it. Appointments that are in it stay there. */
export async function archiveRoom(
  current: StaffCurrent,
  room: Room,
  { version, sure, leadsTo }: { version: number; sure: boolean; leadsTo: string },
): Promise<SetUpRefusal | null> {
  if (room.version !== version || room.archivedAt !== null) return 'stale'
  const { openRequests, ahead } = room
  if (!sure && openRequests + ahead > 0) return 'impact'
  const to = { archivedAt: current.now }
  return await change(current, 'room', room, to, { action: 'archived', leadsTo, details: { openRequests, ahead } })
}

export async function returnRoom(current: StaffCurrent, room: Room, version: number, leadsTo: string): Promise<'stale' | null> {
  if (room.version !== version || room.archivedAt === null) return 'stale'
  return await change(current, 'room', room, { archivedAt: null }, { action: 'returned', leadsTo })
}
