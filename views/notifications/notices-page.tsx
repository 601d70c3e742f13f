import type { ClientCurrent } from '../../src/current.ts'
import type { NoticePage, PortalNotice } from '../../src/notifications/notices-list.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { alone, Summary, zoneFor } from '../scheduling/appointment-parts.tsx'
import { TimePager } from './deliveries-pager.tsx'
import { SeenForm } from './seen-form.tsx'

/** NOT-5: what happened since the last visit, and before; each leads to what it happened to. */
export function NoticesPage({ current, page }: { current: ClientCurrent; page: NoticePage }) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const fresh = page.rows.filter(({ isNew }) => isNew)
  const earlier = page.rows.filter(({ isNew }) => !isNew)
  const newest = Math.max(0, ...fresh.map(({ createdAt }) => createdAt))
  return (
    <ClientFrame current={current} title={words.notices.title} here="notices" actsFor={mine} back={href(paths.notices, at)}>
      <div class="page-head">
        <h1>{words.notices.title}</h1>
        {!page.hasNewer && newest > 0 && <SeenForm current={current} action={href(paths.noticesSeen, at)} until={newest} />}
      </div>
      {page.rows.length === 0 ? (
        <EmptyState icon="bell" title={words.notices.empty}>
          {words.notices.emptyHint}
        </EmptyState>
      ) : (
        fresh.length === 0 && !page.hasNewer && <p class="lead">{words.notices.nothingNew}</p>
      )}
      <List {...{ current, heading: words.notices.fresh, list: fresh }} />
      <List {...{ current, heading: words.notices.earlier, list: earlier }} />
      <TimePager words={words.components} page={page} at={({ createdAt }) => createdAt} to={(query) => href(paths.notices, at, query)} />
      <p>
        <a href={href(paths.sent, at)}>{words.notices.sentToYou}</a>
      </p>
    </ClientFrame>
  )
}

function List({ current, heading, list }: { current: ClientCurrent; heading: string; list: PortalNotice[] }) {
  if (list.length === 0) return <></>
  return (
    <section>
      <h2>{heading}</h2>
      <ul class="rows">
        {list.map((notice) => (
          <Item {...{ current, notice }} />
        ))}
      </ul>
    </section>
  )
}

function Item({ current, notice }: { current: ClientCurrent; notice: PortalNotice }) {
  const { words, language, organization, client, now } = current
  const { appointment, event, isNew, createdAt } = notice
  const happened = event.split('+').map((one) => words.notices.happened[one] ?? words.notices.title)
  return (
    <li class={`appointment${isNew ? ' new' : ''}`} id={notice.id}>
      <div>
        <p>
          <b>{happened.join('. ')}</b>
        </p>
        <p class="soft">
          <Time at={createdAt} zone={client.zone ?? organization.zone} language={language} now={now} />
        </p>
        {appointment && <Summary current={current} appointment={appointment} zone={zoneFor(current, appointment)} />}
      </div>
      <div class="actions">
        {isNew && <Badge kind="accent">{words.notices.isNew}</Badge>}
        {appointment && (
          <Badge kind={appointment.status === 'requested' ? 'wait' : 'plain'}>
            {alone(words.scheduling.statusShort[appointment.status])}
          </Badge>
        )}
        <a href={whereTo(current, notice)}>
          {words.notices.look}
          <span class="visually-hidden"> {happened.join('. ')}</span>
        </a>
      </div>
    </li>
  )
}

/** To the appointment, the request or the offer itself. */
function whereTo({ organization, client }: ClientCurrent, { aboutKind, aboutId }: PortalNotice): string {
  const at = { org: organization.slug, clientId: client.id }
  if (aboutKind === 'standing') return href(paths.clientStanding, { ...at, standingId: aboutId })
  if (aboutKind === 'offer') return href(paths.waitlist, at)
  return href(paths.clientRequest, { ...at, requestId: aboutId })
}
