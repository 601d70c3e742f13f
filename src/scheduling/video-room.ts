import { and, eq } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, within } from '../db.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'

/** A therapist's own video room (SCH-41), at a version. */
export interface VideoRoom {
  telehealthUrl: string
  version: number
}

/** For the door: the room of whoever asks. */
export const ownRoom: AboutQueries = ({ db, organizationId, personId }) => ({
  room: db.orm
    .select({ telehealthUrl: staff.telehealthUrl, version: staff.version })
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), eq(staff.personId, personId))),
})

/** Keeps the address; '' takes it away. Answers why not. The address itself goes into no audit: whoever has it could come in. */
export async function keepRoom(current: StaffCurrent, telehealthUrl: string, version: number): Promise<'stale' | null> {
  const { db, organization } = current
  const me = within(current, staff, eq(staff.id, current.staff.id), eq(staff.version, version))
  const lost = await batch(db, [
    ...remember(current, href(paths.videoRoom, { org: organization.slug }, { saved: 1 })),
    db.orm
      .update(staff)
      .set({ telehealthUrl, version: version + 1 })
      .where(me),
    changedOne(db),
    audit(current, 'staff.video_room', {
      kind: 'staff',
      id: current.staff.id,
      version: version + 1,
      details: { set: telehealthUrl !== '' },
    }),
  ])
  return lost ? 'stale' : null
}
