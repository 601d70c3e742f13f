import type { ClientCurrent } from '../../src/current.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { Time } from '../components/time.tsx'

/** When, what, with whom, how: the lines every page of an appointment begins with. */
export function Summary({
  current: { words, language },
  appointment,
  zone,
}: {
  current: ClientCurrent
  appointment: Appointment
  zone: string
}) {
  const { service, therapist, forum, startsAt, endsAt } = appointment
  return (
    <div>
      <p class="when">
        <Time at={startsAt} until={endsAt} zone={zone} language={language} />
      </p>
      <p>{words.scheduling.withWhom(service, therapist, words.scheduling.forum[forum])}</p>
    </div>
  )
}

/** The zone a client reads an appointment in: the place's in person, her own by telehealth (SCH-11). */
export const zoneFor = ({ client, organization }: ClientCurrent, { forum, locationZone, zone }: Appointment): string =>
  forum === 'in_person' ? (locationZone ?? zone) : (client.zone ?? organization.zone)

/** "+1 212 555 0142" as a phone dials it. */
export const telephone = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`

/** How a therapist is called in a sentence: by her first name. */
export const firstName = (name: string): string => name.split(' ')[0] ?? name

/** A word of a sentence where it stands alone: "By video". */
export const alone = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
