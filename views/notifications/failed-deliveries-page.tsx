import type { StaffCurrent } from '../../src/current.ts'
import type { Delivery, DeliveryPage } from '../../src/notifications/deliveries.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { StaffFrame } from '../frames.tsx'
import { DayGroups, DeliveryRow, Settled } from './delivery-row.tsx'
import { TimePager } from './deliveries-pager.tsx'
import { Act, CodeForOperator, RefusedNotice, type Refused } from './delivery-acts.tsx'
import { kindOf, whomOf } from './delivery-words.ts'

interface FailedDeliveriesPageProps {
  current: StaffCurrent
  page: DeliveryPage
  /** As many as "try all again" takes. */
  most: number
  refused?: Refused
}

/** NOT-21: what the portal has given up on, for administrators: what kind, to whom, why, how often it was tried. Never an address. */
export function FailedDeliveriesPage({ current, page, most, refused }: FailedDeliveriesPageProps) {
  const { words, organization, undelivered } = current
  const said = words.deliveries
  const org = { org: organization.slug }
  const failedAt = (delivery: Delivery) => delivery.failedAt ?? 0
  return (
    <StaffFrame current={current} title={said.failedTitle} here="deliveries" back={href(paths.deliveries, org)}>
      <div class="page-head">
        <h1>{said.failedTitle}</h1>
        {undelivered > 0 && (
          <form method="post" action={href(paths.deliveriesAgain, org)} hx-sync="this:drop">
            <input type="hidden" name="key" value={newKey()} />
            <Button icon="undo">{undelivered > most ? said.againMost(most) : said.againAll(undelivered)}</Button>
          </form>
        )}
      </div>
      <p class="lead">{said.failedIntro}</p>
      {page.rows.length === 0 && <EmptyState title={said.failedEmpty}>{said.failedEmptyHint}</EmptyState>}
      <DayGroups current={current} zone={organization.zone} rows={page.rows} at={failedAt}>
        {(delivery) => <Row {...{ current, delivery, refused }} />}
      </DayGroups>
      <TimePager words={words.components} page={page} at={failedAt} to={(query) => href(paths.deliveries, org, query)} />
    </StaffFrame>
  )
}

function Row({ current, delivery, refused }: { current: StaffCurrent; delivery: Delivery; refused: Refused | undefined }) {
  const { words, organization } = current
  const { zone, slug: org } = organization
  const whom = whomOf(words, delivery)
  const isOpen = delivery.settledAt === null
  return (
    <DeliveryRow
      {...{ current, zone }}
      delivery={{ ...delivery, createdAt: delivery.failedAt ?? 0 }}
      to={`${words.deliveries.to} ${whom} · ${words.deliveries.tries(delivery.tries)}`}
      more={
        <>
          <Settled {...{ current, delivery, zone }} />
          <CodeForOperator {...{ current, delivery }} />
        </>
      }
    >
      <div class="stack">
        {refused?.id === delivery.id && refused.reason && <RefusedNotice current={current} reason={refused.reason} />}
        <div class="actions">
          {isOpen && (
            <Act
              action={href(paths.deliveryAgain, { org, deliveryId: delivery.id })}
              label={words.deliveries.again}
              name={words.deliveries.againOf(kindOf(words, delivery), whom)}
            />
          )}
          {delivery.clientId !== null && (
            <a href={href(paths.clientDeliveries, { org, clientId: delivery.clientId })}>
              {words.deliveries.clientLink}
              <span class="visually-hidden"> ({whom})</span>
            </a>
          )}
        </div>
      </div>
    </DeliveryRow>
  )
}
