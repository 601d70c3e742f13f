import type { SlotTimes, Start } from './alone.ts'
import type { Cost } from './ground.ts'
import type { compare } from './load.ts'
import type { DoorTime } from './every-door.ts'
import type { Beside } from './organizations.ts'
import type { PaintedPage } from './paint.ts'
import type { Reminders } from './reminders.ts'
import type { Traffic } from './traffic-report.ts'
import type { View } from './wire.ts'

export type Comparison = Awaited<ReturnType<typeof compare>>

/** One run, as bench/results.json keeps it. Times are ms, sizes bytes, memory MB. */
export interface Results {
  at: string
  machine: string
  quick: boolean
  /** Portal and bare worker, both sides in the order portal, bare. */
  empty: Comparison
  routes: Record<string, Comparison>
  /** With much data, and with little. */
  much: { clients: Comparison; past: Comparison; week: Comparison }
  costs: Cost[]
  views: View[]
  /** Empty where there is no Chromium. */
  paint: PaintedPage[]
  /** A moved switch: over HTTP/1.1 with every header anew, and there and back on the HTTP/2 connection that its page came by. */
  toggleBytes: number
  toggleHttp2Bytes?: number
  headerBytes: number
  slots: SlotTimes[]
  start: Start
  /** Every door that is read, slowest first (bench/every-door.ts). */
  doors?: DoorTime[]
  /** Pages beside 100 and 1,000 other practices (bench/organizations.ts). */
  beside?: Beside[]
  /** Ten thousand at once (bench/reminders.ts). */
  reminders?: Reminders[]
  /** A load run (`npm run load -- --write`). */
  traffic?: Traffic
  memory: { portal: { before: number; after: number }; bare: { before: number; after: number } }
}
