import * as z from 'zod/mini'
import { freeText, idempotencyKey, version } from '../web/forms.ts'
import { zoneNamed } from './zone-names.ts'

// The forms of the set-up (SCH-1), as they come.

/** A box: ticked, or anything else. */
const ticked = z.pipe(
  z.optional(z.string()),
  z.transform((value) => value === '1'),
)
const oneLine = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most), z.regex(/^\P{Cc}*$/u))
const minutes = (least: number, most: number) =>
  z.pipe(z.pipe(z.string().check(z.trim(), z.regex(/^\d{1,4}$/)), z.transform(Number)), z.number().check(z.minimum(least), z.maximum(most)))
/** "150", "150.00" or "150,00": cents. */
const price = z.pipe(
  z.string().check(z.trim(), z.regex(/^\d{1,6}([.,]\d{1,2})?$/)),
  z.transform((text) => Math.round(Number(text.replace(',', '.')) * 100)),
)
const key = z.optional(idempotencyKey)

/** What a service's form says. */
const serviceFields = {
  name: oneLine(80),
  duration: minutes(10, 480),
  price,
  forums: z.enum(['both', 'in_person', 'telehealth']),
  buffer_before: minutes(0, 240),
  buffer_after: minutes(0, 240),
  bookable_online: ticked,
  new_clients: ticked,
  existing_clients: ticked,
}
const forSomebody = (typed: { bookable_online: boolean; new_clients: boolean; existing_clients: boolean }) =>
  !typed.bookable_online || typed.new_clients || typed.existing_clients
const nobody = { path: ['for_whom'], when: () => true }
export const newService = z.object({ ...serviceFields, key }).check(z.refine(forSomebody, nobody))
export const savedService = z.object({ ...serviceFields, version, key }).check(z.refine(forSomebody, nobody))

/** As its columns. */
export const serviceOf = (typed: z.infer<typeof newService>) => ({
  name: typed.name,
  durationMinutes: typed.duration,
  priceCents: typed.price,
  inPerson: typed.forums !== 'telehealth',
  telehealth: typed.forums !== 'in_person',
  bufferBeforeMinutes: typed.buffer_before,
  bufferAfterMinutes: typed.buffer_after,
  bookableOnline: typed.bookable_online,
  forNewClients: typed.new_clients,
  forExistingClients: typed.existing_clients,
})

/** What a location's form says; its zone as the runtime calls it. */
const locationFields = {
  name: oneLine(80),
  address: freeText(300),
  zone: z.pipe(
    z.string().check(z.maxLength(60)),
    z.transform((text, context) => {
      const zone = zoneNamed(text)
      if (zone === null) context.issues.push({ code: 'custom', input: text, message: 'unknown zone' })
      return zone ?? ''
    }),
  ),
  hide_address: ticked,
}
export const newLocation = z.object({ ...locationFields, key })
export const savedLocation = z.object({ ...locationFields, version, key })

export const locationOf = ({ name, address, zone, hide_address: hideAddress }: z.infer<typeof newLocation>) => ({
  name,
  address,
  zone,
  hideAddress,
})

export const newRoom = z.object({ name: oneLine(60), key })
export const savedRoom = z.object({ name: oneLine(60), version, key })

/** Archive and return; `confirm`: what it meets has been read. */
export const archiving = z.object({ version, key, confirm: z.optional(z.literal('1')) })
export const moving = z.object({ version, key, direction: z.enum(['up', 'down']) })
export const offeringForm = z.object({ version, key })
