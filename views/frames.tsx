import type { Child } from 'hono/jsx'
import type { Current } from '../src/current.ts'
import { href, paths } from '../src/paths.ts'
import { ActingFor, Foot, LanguageSwitch, NavLink, Person, Practice, SecurityLink, SignOut, WishesLink } from './components/frame-parts.tsx'
import { Icon } from './components/icon.tsx'
import { SessionWarning } from './components/session-warning.tsx'
import { Tabs } from './components/tabs.tsx'
import { Document } from './layout.tsx'
import { OrganizationLinks, type StaffPage } from './organization-links.tsx'
import { Bell, News, StaffBell } from './notifications/bell.tsx'

export interface FrameProps {
  current: Current
  /** The page's own title, without the practice's name. */
  title: string
  children?: Child
  /** Where the language form comes back to: the address of this page; the frame's first page unless given. */
  back?: string | undefined
  /** A stylesheet in place of the usual one, stylesheets beyond it, and scripts instead of the usual (layout.tsx). */
  sheet?: string
  styles?: string[]
  scripts?: string[]
}

export type ClientPage = 'appointments' | 'notices'

/** Staff: a rail beside the page from 60rem up, a bar above it below that. One navigation, placed by CSS, so the badge exists once. */
export function StaffFrame({ current, title, here, children, back, sheet, styles, scripts }: FrameProps & { here?: StaffPage }) {
  const { words, organization, staff } = current
  const org = { org: organization.slug }
  return (
    <Page {...{ current, title, back, sheet, styles, scripts }}>
      <div class="staff">
        <header class="rail">
          <a class="practice" href={href(paths.manage, org)}>
            {organization.name}
          </a>
          <nav class="rail-now" aria-label={words.frame.requests}>
            <NavLink to={href(paths.requests, org)} icon="calendar" here={here === 'requests'}>
              <span class="rail-word">{words.frame.requests}</span> <RequestsBadge current={current} />
            </NavLink>
            <StaffBell current={current} here={here === 'notices'} />
          </nav>
          <details class="rail-menu">
            <summary>
              <Icon name="menu" />
              <span class="rail-word">{words.frame.menu}</span>
            </summary>
            <div class="rail-panel">
              <nav aria-label={words.frame.mainNavigation}>
                {(staff?.therapist || staff?.administrator) && (
                  <>
                    <NavLink to={href(paths.calendar, org)} icon="calendar" here={here === 'calendar'}>
                      {words.calendar.title}
                    </NavLink>
                    {staff?.therapist && (
                      <NavLink to={href(paths.hours, org)} icon="clock" here={here === 'hours'}>
                        {words.hours.nav}
                      </NavLink>
                    )}
                  </>
                )}
                {staff?.administrator && (
                  <NavLink to={href(paths.clients, org)} icon="people" here={here === 'clients'}>
                    {words.frame.clients}
                  </NavLink>
                )}
                {current.undelivered > 0 && (
                  <NavLink to={href(paths.deliveries, org)} icon="mail" here={here === 'deliveries'}>
                    {words.deliveries.failedNav}{' '}
                    <News count={current.undelivered} said={words.deliveries.failedWaiting(current.undelivered)} />
                  </NavLink>
                )}
                {staff?.administrator && <OrganizationLinks {...{ current, here }} />}
              </nav>
              <div class="rail-person">
                <Person current={current} />
                <SecurityLink current={current} />
                <WishesLink current={current} ofStaff />
                <LanguageSwitch current={current} back={back ?? href(paths.manage, org)} />
                <SignOut current={current} />
              </div>
            </div>
          </details>
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
      </div>
    </Page>
  )
}

/** The number of unanswered requests. Polled once per page; a route answers with it alone, or sends it along with a row (`oob`). */
export function RequestsBadge({ current, oob = false }: { current: Current; oob?: boolean }) {
  const { openRequests, organization, words } = current
  return (
    <span
      id="requests-badge"
      class="count-badge"
      data-open-requests={openRequests}
      hx-get={href(paths.requestsBadge, { org: organization.slug })}
      hx-trigger="every 45s"
      hx-swap="outerHTML"
      {...(oob && { 'hx-swap-oob': 'true' })}
    >
      {openRequests > 0 && (
        <>
          {openRequests}
          <span class="visually-hidden"> {words.frame.unanswered}</span>
        </>
      )}
    </span>
  )
}

export interface ClientFrameProps extends FrameProps {
  here?: ClientPage
  /** Everybody this person may act for at this practice, the present one included; a choice appears when there are two. */
  actsFor?: { clientId: string; name: string }[]
}

/** A client, or a contact for her: whose practice, how to call it, whom it is about, then tabs. */
export function ClientFrame({ current, title, here, actsFor = [], children, back, sheet, styles, scripts }: ClientFrameProps) {
  const { words, organization, client } = current
  const at = { org: organization.slug, clientId: client?.id ?? '' }
  const first = client ? href(paths.appointments, at) : href(paths.my, { org: organization.slug })
  return (
    <Page {...{ current, title, back, sheet, styles, scripts }}>
      <div class="client">
        <header class="client-head">
          <Practice current={current} />
          <div class="head-actions">
            <Bell current={current} here={here === 'notices'} />
            <SignOut current={current} />
          </div>
          <ActingFor {...{ current, actsFor }} />
          {client && (
            <Tabs
              label={words.frame.clientNavigation}
              items={[{ href: first, label: words.frame.appointments, here: here === 'appointments' }]}
            />
          )}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <Foot current={current} back={back ?? first} />
      </div>
    </Page>
  )
}

/** Somebody we do not know yet: one card, the practice, its phone, the language. */
export function VisitorFrame({ current, title, children, back, sheet, styles, scripts }: FrameProps) {
  return (
    <Page {...{ current, title, back, sheet, styles, scripts }}>
      <div class="visitor">
        <header>
          <Practice current={current} />
        </header>
        <main id="main" class="card" tabindex={-1}>
          {children}
        </main>
        <Foot current={current} back={back ?? href(paths.login, { org: current.organization.slug })} />
      </div>
    </Page>
  )
}

type PageProps = Pick<FrameProps, 'current' | 'title' | 'children' | 'back'> & {
  sheet?: string | undefined
  styles?: string[] | undefined
  scripts?: string[] | undefined
}

function Page({ current, title, children, back, sheet, styles, scripts }: PageProps) {
  const { language, words, organization, session, now } = current
  return (
    <Document lang={language} title={`${title} · ${organization.name}`} {...{ words, sheet, styles, scripts }}>
      {children}
      {session && (
        <SessionWarning words={words} endsAt={session.endsAt} now={now} back={scripts?.includes('htmx.js') === false ? back : undefined} />
      )}
    </Document>
  )
}
