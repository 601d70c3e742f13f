import { Hono } from 'hono'
import * as z from 'zod/mini'
import { VideoRoomPage } from '../../views/scheduling/video-room-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { keepRoom, ownRoom, type VideoRoom } from './video-room.ts'

/** Where a therapist sees people by video (SCH-41). */
export const videoRoomRoutes = new Hono<Portal>()

/** As zod has it; its collection of patterns would come along whole. */
const domainName = /^(?=.{1,253}$)([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$/

const room = z.object({
  address: z.union([
    z.literal(''),
    z.pipe(z.string().check(z.trim(), z.maxLength(500)), z.url({ protocol: /^https$/, hostname: domainName })),
  ]),
  version,
  key: z.optional(idempotencyKey),
})
const mine = { about: () => ownRoom }

videoRoomRoutes.get(paths.videoRoom, door(staffMembers, mine), async (c) => {
  const { current, about } = c.var
  return await page(c, <VideoRoomPage current={current} room={roomOf(about)} saved={c.req.query('saved') === '1'} />)
})

videoRoomRoutes.post(
  paths.videoRoom,
  door(staffMembers, mine),
  form(room, (c, { typed }) =>
    page(c, <VideoRoomPage current={c.var.current} room={roomOf(c.var.about)} problem="roomWrong" typed={typed.address} />, 422),
  ),
  async (c) => {
    const { current, about } = c.var
    const { address, version: seen } = c.req.valid('form')
    const refusal = await keepRoom(current, address, seen)
    if (refusal) return await page(c, <VideoRoomPage current={current} room={roomOf(about)} problem="roomStale" typed={address} />, 409)
    return answer(c, href(paths.videoRoom, { org: current.organization.slug }, { saved: 1 }))
  },
)

function roomOf(about: Record<string, unknown>): VideoRoom {
  const [found] = about.room as VideoRoom[]
  if (!found) throw new NotFound()
  return found
}
