import type { Current } from '../current.ts'
import type { Meter } from '../db.ts'
import type { Env } from '../env.ts'

/** What Hono carries through a request of ours. */
export interface Portal {
  Bindings: Env
  Variables: {
    requestId: string
    meter: Meter
    /** Built by the route's door. */
    current: Current
  }
}
