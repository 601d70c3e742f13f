import { Hono, type Context } from 'hono'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { fieldsOf, form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { again, oneLocationOf, own, show } from './location-answers-routes.tsx'
import type { LocationFile, Room } from './locations.ts'
import { addRoom, archiveRoom, isNameTaken, renameRoom, returnRoom } from './rooms.ts'
import { archiving, newRoom, savedRoom } from './set-up-forms.ts'

/** The rooms of a location (SCH-1). Administrators only. */
export const roomRoutes = new Hono<Portal>()

roomRoutes.post(
  paths.rooms,
  door(administrators, oneLocationOf),
  form(newRoom, (c, { typed }) => show(c, own(c), { room: { id: null, typed: typed.name, wrong: 'no_name' } }, 422)),
  async (c) => {
    const location = own(c)
    const { name } = c.req.valid('form')
    if (isNameTaken(location, name)) return await show(c, location, { room: { id: null, typed: name, wrong: 'taken' } }, 422)
    return answer(c, await addRoom(c.var.current, location, name, backTo(c.var.current, location)))
  },
)

roomRoutes.post(
  paths.roomName,
  door(administrators, oneLocationOf),
  form(savedRoom, (c, { typed }) => show(c, own(c), { room: { id: roomOf(c).id, typed: typed.name, wrong: 'no_name' } }, 422)),
  async (c) => {
    const [location, room] = [own(c), roomOf(c)]
    const { name, version } = c.req.valid('form')
    if (isNameTaken(location, name, room.id)) return await show(c, location, { room: { id: room.id, typed: name, wrong: 'taken' } }, 422)
    const leadsTo = backTo(c.var.current, location)
    if (!(await renameRoom(c.var.current, room, name, version, leadsTo))) return answer(c, leadsTo)
    const { name: typed } = await fieldsOf(c)
    return await show(c, await again(c, location), { stale: 'rooms', room: { id: room.id, typed } }, 409)
  },
)

roomRoutes.post(paths.roomArchive, door(administrators, oneLocationOf), form(archiving, badForm), async (c) => {
  const [location, room] = [own(c), roomOf(c)]
  const { version, confirm } = c.req.valid('form')
  const leadsTo = backTo(c.var.current, location)
  const refusal = await archiveRoom(c.var.current, room, { version, sure: confirm === '1', leadsTo })
  if (!refusal) return answer(c, leadsTo)
  return await show(c, await again(c, location), refusal === 'impact' ? { asks: room.id } : { stale: 'rooms' }, 409)
})

roomRoutes.post(paths.roomReturn, door(administrators, oneLocationOf), form(archiving, badForm), async (c) => {
  const [location, room] = [own(c), roomOf(c)]
  const leadsTo = backTo(c.var.current, location)
  if (isNameTaken(location, room.name)) return await show(c, location, { room: { id: room.id, wrong: 'taken' } }, 409)
  if (!(await returnRoom(c.var.current, room, c.req.valid('form').version, leadsTo))) return answer(c, leadsTo)
  return await show(c, await again(c, location), { stale: 'rooms' }, 409)
})

const backTo = ({ organization }: StaffCurrent, { id }: LocationFile): string =>
  href(paths.location, { org: organization.slug, locationId: id }, {}, 'rooms')

/** The room of the address, in the location of the address. */
function roomOf(context: unknown): Room {
  const room = own(context).rooms.find(({ id }) => id === (context as Context).req.param('roomId'))
  if (!room) throw new NotFound()
  return room
}
