import type { ClientCurrent } from '../../src/current.ts'
import type { DeliveryPage } from '../../src/notifications/deliveries.ts'
import { href, paths } from '../../src/paths.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ClientFrame } from '../frames.tsx'
import { TimePager } from './deliveries-pager.tsx'
import { DayGroups, DeliveryRow } from './delivery-row.tsx'

/** NOT-23: what was sent to the client, or to the contact who reads this, and what became of it. Never what it was about. */
export function SentPage({ current, page }: { current: ClientCurrent; page: DeliveryPage }) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const zone = client.zone ?? organization.zone
  return (
    <ClientFrame current={current} title={words.deliveries.sentTitle} actsFor={mine} back={href(paths.sent, at)}>
      <p>
        <a href={href(paths.notices, at)}>{words.notices.title}</a>
      </p>
      <h1>{words.deliveries.sentTitle}</h1>
      <p class="lead">{words.deliveries.sentIntro}</p>
      {page.rows.length === 0 && (
        <EmptyState icon="mail" title={words.deliveries.sentEmpty}>
          {words.deliveries.sentEmptyHint}
        </EmptyState>
      )}
      <DayGroups current={current} zone={zone} rows={page.rows} at={({ createdAt }) => createdAt}>
        {(delivery) => (
          <DeliveryRow {...{ current, delivery, zone }} to={delivery.sentTo ? `${words.deliveries.to} ${delivery.sentTo}` : ''} />
        )}
      </DayGroups>
      <TimePager words={words.components} page={page} at={({ createdAt }) => createdAt} to={(query) => href(paths.sent, at, query)} />
      <p class="soft">{words.deliveries.sentNot}</p>
    </ClientFrame>
  )
}
