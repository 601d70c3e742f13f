import type { Context } from 'hono'
import { TooMany } from './errors.ts'
import { networkOf } from './network.ts'
import type { Portal } from './portal.ts'

/**
 * The outer wall of what anybody may post (ACC-7): counted by the edge per network prefix, roughly and without the database, so that a
 * storm does not reach it. The exact counters are in accounts/limits.ts. Without the binding, or the header, there is no wall.
 */
export async function passWall(c: Context<Portal>): Promise<void> {
  const network = networkOf(c)
  if (network === '' || !c.env.VISITOR_WALL) return
  const { success } = await c.env.VISITOR_WALL.limit({ key: network })
  if (!success) throw new TooMany()
}
