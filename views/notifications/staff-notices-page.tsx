import type { StaffCurrent } from '../../src/current.ts'
import type { StaffNotice } from '../../src/notifications/staff-notices.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { TimePager } from './deliveries-pager.tsx'
import { DayGroups } from './delivery-row.tsx'
import { SeenForm } from './seen-form.tsx'

interface StaffNoticesPageProps {
  current: StaffCurrent
  page: { rows: StaffNotice[]; hasNewer: boolean; hasOlder: boolean }
}

/** NOT-5, NOT-6: what a staff member is e-mailed of, in the portal, whether or not she wants the e-mails. */
export function StaffNoticesPage({ current, page }: StaffNoticesPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const newest = Math.max(0, ...page.rows.filter(({ isNew }) => isNew).map(({ createdAt }) => createdAt))
  return (
    <StaffFrame current={current} title={words.notices.staffTitle} here="notices" back={href(paths.staffNotices, org)}>
      <div class="page-head">
        <h1>{words.notices.staffTitle}</h1>
        {!page.hasNewer && newest > 0 && <SeenForm current={current} action={href(paths.staffNoticesSeen, org)} until={newest} />}
      </div>
      <p class="lead">{words.notices.staffIntro}</p>
      {page.rows.length === 0 && (
        <EmptyState icon="bell" title={words.notices.staffEmpty}>
          {words.notices.staffEmptyHint}
        </EmptyState>
      )}
      <DayGroups current={current} zone={organization.zone} rows={page.rows} at={({ createdAt }) => createdAt}>
        {(notice) => <Item {...{ current, notice }} />}
      </DayGroups>
      <TimePager
        words={words.components}
        page={page}
        at={({ createdAt }) => createdAt}
        to={(query) => href(paths.staffNotices, org, query)}
      />
    </StaffFrame>
  )
}

function Item({ current, notice }: { current: StaffCurrent; notice: StaffNotice }) {
  const { words, organization, language, now } = current
  const { event, client, startsAt, createdAt, isNew } = notice
  const happened = words.notices.forStaff[event] ?? words.notices.staffTitle
  const to = whereTo(current, notice)
  return (
    <li class={`appointment${isNew ? ' new' : ''}`} id={notice.id}>
      <div>
        <p>
          <b>{happened}</b>
          {client && <>, {client}</>}{' '}
          <span class="soft">
            · <Time at={createdAt} zone={organization.zone} language={language} form="clock" />
          </span>
        </p>
        {startsAt !== null && (
          <p>
            <Time at={startsAt} zone={organization.zone} language={language} now={now} />
          </p>
        )}
      </div>
      <div class="actions">
        {isNew && <Badge kind="accent">{words.notices.isNew}</Badge>}
        <a href={to}>
          {words.notices.look}
          <span class="visually-hidden"> {client ?? happened}</span>
        </a>
      </div>
    </li>
  )
}

/** To the appointment, the request that waits, or her hours. */
function whereTo({ organization }: StaffCurrent, { event, aboutKind, aboutId, appointmentId }: StaffNotice): string {
  const org = { org: organization.slug }
  if (event === 'hours_changed') return href(paths.hoursOf, { ...org, staffId: aboutId })
  if (aboutKind === 'client') return href(paths.standing, { ...org, standingId: aboutId })
  return appointmentId ? href(paths.staffAppointment, { ...org, appointmentId }) : href(paths.requests, org)
}
