import { isFor, liesInHours, type Condition, type DatedException, type WeeklyWindow } from './hours.ts'

/** What decides whether a time is inside. */
export interface HoursOfTherapist {
  zone: string
  windows: (WeeklyWindow & Condition)[]
  exceptions: DatedException[]
}

interface Booked {
  startsAt: number
  endsAt: number
  serviceId: string
  forum: string
  locationId: string | null
}

/** SCH-3: the appointments that a client could not be offered in these hours. They stand; somebody should know. Pure. */
export const outsideHours = <A extends Booked>({ zone, windows, exceptions }: HoursOfTherapist, booked: A[]): A[] =>
  booked.filter((one) => !liesInHours({ zone, exceptions, windows: windows.filter((window) => isFor(window, one)) }, one))
