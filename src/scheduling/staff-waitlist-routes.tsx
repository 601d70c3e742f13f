import { Hono } from 'hono'
import * as z from 'zod/mini'
import { StaffWaitlistPage } from '../../views/scheduling/staff-waitlist-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { leave } from './waitlist-ending.ts'
import { entryOf, theEntry, waitingOfStaff, type Waiting } from './waitlist.ts'

/** SCH-28: who waits for an earlier time, for the therapist; an administrator sees everybody. */
export const staffWaitlistRoutes = new Hono<Portal>()

/** The entry, and for a refusal the list it was pressed on. */
const entryAndList: AboutQueries = (at) => ({ ...theEntry(at), list: waitingOfStaff(at).waiting! })
const removing = z.object({ version, key: z.optional(idempotencyKey) })

staffWaitlistRoutes.get(paths.staffWaitlist, door(staffMembers, { about: () => waitingOfStaff }), (c) =>
  page(c, <StaffWaitlistPage current={c.var.current} waiting={c.var.about.waiting as Waiting[]} />),
)

staffWaitlistRoutes.post(
  paths.staffWaitlistRemoval,
  door(staffMembers, { about: () => entryAndList }),
  form(removing, badForm),
  async (c) => {
    const { current, about } = c.var
    const entry = own(current, about)
    const list = href(paths.staffWaitlist, { org: current.organization.slug })
    const refusal = entry && (await leave(current, { id: entry.id, version: c.req.valid('form').version }, 'removed', list))
    if (refusal) return await page(c, <StaffWaitlistPage current={current} waiting={about.list as Waiting[]} stale />, 409)
    return answer(c, list)
  },
)

/** The entry, if it is this staff member's to remove: a therapist's own, or any for an administrator. */
function own({ staff }: StaffCurrent, about: Record<string, unknown>): Waiting | null {
  const entry = entryOf(about)
  const [known] = about.known as { staffId: string }[]
  if (!staff.administrator && known?.staffId !== staff.id) throw new NotFound()
  return entry
}
