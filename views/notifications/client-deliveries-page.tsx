import type { ClientFile } from '../../src/clients/client-file.ts'
import type { StaffCurrent } from '../../src/current.ts'
import type { Delivery, DeliveryPage } from '../../src/notifications/deliveries.ts'
import { isUndelivered } from '../../src/notifications/deliveries-outcome.ts'
import { href, paths } from '../../src/paths.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'
import { DayGroups, DeliveryRow, Settled } from './delivery-row.tsx'
import { TimePager } from './deliveries-pager.tsx'
import { CodeForOperator, DealWith, type Refused } from './delivery-acts.tsx'
import { whomOf } from './delivery-words.ts'
import { CallButton } from './undelivered-mark.tsx'

export interface ClientDeliveriesPageProps {
  current: StaffCurrent
  client: Pick<ClientFile, 'id' | 'name' | 'phone'>
  page: DeliveryPage
  /** Addresses nothing is sent to, and since when. */
  bad: Map<string, number>
  refused?: Refused
}

/** NOT-23, *Delivery*: every e-mail to a client and her contacts, where it went, what became of it; and what to do when it did not arrive. */
export function ClientDeliveriesPage({ current, client, page, bad, refused }: ClientDeliveriesPageProps) {
  const { words, organization } = current
  const said = words.deliveries
  const at = { org: organization.slug, clientId: client.id }
  const zone = organization.zone
  return (
    <StaffFrame current={current} title={said.clientTitle(client.name)} here="clients" back={href(paths.clientDeliveries, at)}>
      <p>
        <a href={href(paths.client, at)}>{client.name}</a>
      </p>
      <h1>{said.clientTitle(client.name)}</h1>
      <p class="lead">{said.clientIntro}</p>
      {page.rows.some(isUndelivered) && (
        <Notice words={words.components} kind="wait" action={<CallButton current={current} phone={client.phone} />}>
          {said.callInstead}
        </Notice>
      )}
      {page.rows.length === 0 && (
        <EmptyState icon="mail" title={said.clientEmpty}>
          {said.clientEmptyHint}
        </EmptyState>
      )}
      <DayGroups current={current} zone={zone} rows={page.rows} at={({ createdAt }) => createdAt}>
        {(delivery) => (
          <DeliveryRow
            {...{ current, delivery, zone }}
            to={toWhom(current, delivery)}
            more={
              <>
                <Settled {...{ current, delivery, zone }} />
                <CodeForOperator {...{ current, delivery }} />
              </>
            }
          >
            {(isUndelivered(delivery) || refused?.id === delivery.id) && <DealWith {...{ current, at, delivery, bad, refused }} />}
          </DeliveryRow>
        )}
      </DayGroups>
      <TimePager
        words={words.components}
        page={page}
        at={({ createdAt }) => createdAt}
        to={(query) => href(paths.clientDeliveries, at, query)}
      />
    </StaffFrame>
  )
}

function toWhom({ words }: StaffCurrent, delivery: Delivery): string {
  const name = whomOf(words, delivery)
  return delivery.sentTo ? words.deliveries.toAddress(name, delivery.sentTo) : `${words.deliveries.to} ${name}`
}
