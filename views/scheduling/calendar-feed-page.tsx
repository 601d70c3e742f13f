import type { Child } from 'hono/jsx'
import type { ClientCurrent, StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Feed } from '../../src/scheduling/feeds.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { CopyField } from '../components/copy-field.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame, StaffFrame } from '../frames.tsx'

export interface CalendarFeedPageProps {
  current: ClientCurrent | StaffCurrent
  feed: Feed
  /** The address that was just made: shown this once. */
  address?: string
}

/** SCH-42: the secret address of one's appointments: made, seen once, replaced, ended. For a client and for staff alike. */
export function CalendarFeedPage({ current, feed, address }: CalendarFeedPageProps) {
  const said = current.words.feeds
  return (
    <Frame current={current}>
      <h1>{said.title}</h1>
      {address ? (
        <Once current={current} address={address} />
      ) : (
        <>
          <p>{isClients(current) ? said.introClient : said.introTherapist}</p>
          <p>{isClients(current) ? said.saysClient : said.saysTherapist}</p>
          <p>{said.secret}</p>
          {feed ? <InUse current={current} since={feed.createdAt} /> : <Make current={current}>{said.make}</Make>}
        </>
      )}
    </Frame>
  )
}

const isClients = (current: ClientCurrent | StaffCurrent): current is ClientCurrent => current.access !== null

/** The page itself, and what ends the address: a client's or a staff member's. */
function addressesOf(current: ClientCurrent | StaffCurrent) {
  const org = { org: current.organization.slug }
  if (!isClients(current))
    return { page: href(paths.therapistFeed, org), end: href(paths.therapistFeedEnd, org), back: href(paths.manage, org) }
  const at = { ...org, clientId: current.client.id }
  return { page: href(paths.clientFeed, at), end: href(paths.clientFeedEnd, at), back: href(paths.appointments, at) }
}

function Frame({ current, children }: { current: ClientCurrent | StaffCurrent; children?: Child }) {
  const { title } = current.words.feeds
  const { page, back } = addressesOf(current)
  if (!isClients(current))
    return (
      <StaffFrame current={current} title={title} back={page} scripts={['app.js']}>
        {children}
      </StaffFrame>
    )
  return (
    <ClientFrame current={current} title={title} here="appointments" actsFor={current.mine} back={page} scripts={['app.js']}>
      <p>
        <a href={back}>{current.words.scheduling.backToList}</a>
      </p>
      {children}
    </ClientFrame>
  )
}

function Once({ current, address }: { current: ClientCurrent | StaffCurrent; address: string }) {
  const { words } = current
  return (
    <div class="card stack">
      <CopyField words={words.components} id="feed-address" label={words.feeds.yours} value={address} />
      <Notice words={words.components} kind="wait">
        {words.feeds.once}
      </Notice>
      <p>{words.feeds.how}</p>
      <div class="actions">
        <ButtonLink kind="primary" icon="calendar" href={address.replace(/^https?:/, 'webcal:')}>
          {words.feeds.open}
        </ButtonLink>
        <ButtonLink href={addressesOf(current).page}>{words.feeds.done}</ButtonLink>
      </div>
    </div>
  )
}

function InUse({ current, since }: { current: ClientCurrent | StaffCurrent; since: number }) {
  const { words, organization, language, now } = current
  const said = words.feeds
  return (
    <div class="card stack">
      <p>
        {said.since} <Time at={since} zone={organization.zone} language={language} form="day" now={now} />. {said.notAgain}
      </p>
      <Disclosure summary={said.renew} place="inline">
        <p>{said.renewHint}</p>
        <Make current={current}>{said.renew}</Make>
      </Disclosure>
      <Disclosure summary={said.end} kind="danger" place="inline">
        <form method="post" action={addressesOf(current).end} class="stack">
          <p>{said.endHint}</p>
          <Button kind="danger">{said.endNow}</Button>
        </form>
      </Disclosure>
    </div>
  )
}

function Make({ current, children }: { current: ClientCurrent | StaffCurrent; children?: Child }) {
  return (
    <form method="post" action={addressesOf(current).page}>
      <Button kind="primary" icon="calendar">
        {children}
      </Button>
    </form>
  )
}
