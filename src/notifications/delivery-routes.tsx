import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { ClientDeliveriesPage } from '../../views/notifications/client-deliveries-page.tsx'
import type { Refused } from '../../views/notifications/delivery-acts.tsx'
import { FailedDeliveriesPage } from '../../views/notifications/failed-deliveries-page.tsx'
import { SentPage } from '../../views/notifications/sent-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import { clientFile, fileFrom } from '../clients/client-file.ts'
import { noteOpening } from '../clients/openings.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators, theClient } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, freeText, idempotencyKey, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { cursorFrom, type Cursor } from './deliveries-cursor.ts'
import { againAtOnce, sendAgain, sendAllAgain, stuckDeliveries, truthOfDelivery } from './deliveries-again.ts'
import { badAddresses, clearAddress, notePhoned } from './deliveries-settling.ts'
import { deliveriesOfClient, failedDeliveries, listSent, pageFrom, theDelivery, type Delivery } from './deliveries.ts'
import { wake } from './waking.ts'

/** What was sent, and what did not arrive (NOT-21, NOT-23). Staff's pages are for whoever may see the client's own: administrators (SET-1). */
export const deliveryRoutes = new Hono<Portal>()

const acting = z.object({ key: z.optional(idempotencyKey) })
const phoning = z.object({ note: z._default(freeText(200), ''), key: z.optional(idempotencyKey) })

deliveryRoutes.get(paths.sent, door(theClient), async (c) => {
  const { current } = c.var
  return await page(c, <SentPage current={current} page={await listSent(current, cursorFrom(c.req.query()))} />)
})

deliveryRoutes.get(paths.clientDeliveries, door(administrators, { about: (c) => ofClient(cursorFrom(c.req.query())) }), (c) =>
  showClient(c as unknown as Context<Portal>, cursorFrom(c.req.query())),
)

deliveryRoutes.post(paths.clientDeliveryAgain, door(administrators, { about: () => itsTruth }), form(acting, badForm), async (c) => {
  const { current, about } = c.var
  const delivery = itself(about)
  const refusal = await sendAgain(current, delivery, about, backTo(current, delivery))
  if (refusal) return await showClient(c as unknown as Context<Portal>, null, { id: delivery.id, reason: refusal })
  wake(c.executionCtx, current)
  return answer(c, backTo(current, delivery))
})

deliveryRoutes.post(paths.phoneNote, door(administrators, { about: () => itsTruth }), form(phoning, tooLong), async (c) => {
  const { current, about } = c.var
  const delivery = itself(about)
  const refusal = await notePhoned(current, delivery, c.req.valid('form').note, backTo(current, delivery))
  if (refusal) return await showClient(c as unknown as Context<Portal>, null, { id: delivery.id, reason: refusal })
  return answer(c, backTo(current, delivery))
})

deliveryRoutes.post(paths.addressReturn, door(administrators, { about: () => itsTruth }), form(acting, badForm), async (c) => {
  const { current, about } = c.var
  const delivery = itself(about)
  const refusal = await clearAddress(current, delivery, backTo(current, delivery))
  if (refusal) return await showClient(c as unknown as Context<Portal>, null, { id: delivery.id, reason: refusal })
  return answer(c, backTo(current, delivery))
})

deliveryRoutes.get(
  paths.deliveries,
  door(administrators, { about: (c) => failedDeliveries(cursorFrom(c.req.query())), onlyShows: true }),
  (c) => showFailed(c as unknown as Context<Portal>, cursorFrom(c.req.query())),
)

deliveryRoutes.post(paths.deliveriesAgain, door(administrators, { about: () => stuckDeliveries }), form(acting, badForm), async (c) => {
  const { current, about } = c.var
  await sendAllAgain(current, about.stuck as Delivery[], listOf(current))
  wake(c.executionCtx, current)
  return answer(c, listOf(current))
})

deliveryRoutes.post(
  paths.deliveryAgain,
  door(administrators, { about: () => (at) => ({ ...theDelivery(at), ...truthOfDelivery(at), ...failedDeliveries(null)(at) }) }),
  form(acting, badForm),
  async (c) => {
    const { current, about } = c.var
    const delivery = itself(about)
    const refusal = await sendAgain(current, delivery, about, listOf(current))
    if (refusal) return await showFailed(c as unknown as Context<Portal>, null, { id: delivery.id, reason: refusal })
    wake(c.executionCtx, current)
    return answer(c, listOf(current))
  },
)

const ofClient =
  (cursor: Cursor | null): AboutQueries =>
  (at) => ({ ...clientFile()(at), ...deliveriesOfClient(cursor)(at) })

/** The e-mail of the address, and its page as it is: the answer of a refusal. */
const itsTruth: AboutQueries = (at) => ({ ...ofClient(null)(at), ...theDelivery(at), ...truthOfDelivery(at) })

function itself(about: Record<string, unknown>): Delivery {
  const [delivery] = about.delivery as Delivery[]
  if (!delivery) throw new NotFound()
  return delivery
}

async function showClient(c: Context<Portal>, cursor: Cursor | null, refused?: Refused) {
  const { current, about } = c.var as unknown as { current: StaffCurrent; about: Record<string, unknown> }
  const client = fileFrom(about)
  if (!client) throw new NotFound()
  noteOpening(c, current, 'deliveries', [client.id])
  const shown = pageFrom(about.deliveries, cursor)
  const bad = await badAddresses(current, shown.rows)
  const status = refused?.note === undefined ? 409 : 422
  return await page(
    c,
    <ClientDeliveriesPage {...{ current, client, bad }} page={shown} {...(refused && { refused })} />,
    refused ? status : 200,
  )
}

/** A note that is too long stands in its field again. */
function tooLong(c: Context, { typed }: Problem) {
  const { about } = c.var as unknown as { about: Record<string, unknown> }
  return showClient(c as Context<Portal>, null, { id: itself(about).id, note: typed['note'] ?? '' })
}

function showFailed(c: Context<Portal>, cursor: Cursor | null, refused?: Refused) {
  const { current, about } = c.var as unknown as { current: StaffCurrent; about: Record<string, unknown> }
  const shown = pageFrom(about.deliveries, cursor)
  return page(
    c,
    <FailedDeliveriesPage current={current} page={shown} most={againAtOnce} {...(refused && { refused })} />,
    refused ? 409 : 200,
  )
}

const backTo = ({ organization }: StaffCurrent, { id, clientId }: Delivery): string =>
  href(paths.clientDeliveries, { org: organization.slug, clientId: clientId ?? '' }, {}, `delivery-${id}`)

const listOf = ({ organization }: StaffCurrent): string => href(paths.deliveries, { org: organization.slug })
