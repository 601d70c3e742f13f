import type { ClientCurrent, StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Practice } from '../components/frame-parts.tsx'
import { Notice } from '../components/notice.tsx'
import { Tabs } from '../components/tabs.tsx'
import { StaffFrame } from '../frames.tsx'
import { Appointments, type AppointmentsPageProps } from '../scheduling/appointments-page.tsx'
import { ReadOnly } from './read-only.tsx'

export interface ClientViewPageProps extends Omit<AppointmentsPageProps, 'current'> {
  current: StaffCurrent
  /** As if the client herself asked. */
  seen: ClientCurrent
}

/** SET-34: her portal as she sees it, for looking only: nothing in it can be pressed. */
export function ClientViewPage({ current, seen, ...appointments }: ClientViewPageProps) {
  const { words, organization } = current
  const at = { org: organization.slug, clientId: seen.client.id }
  const here = href(paths.clientView, at)
  const { view } = words.clients
  return (
    <StaffFrame current={current} title={view.title(seen.client.name)} here="clients" back={here}>
      <Notice words={words.components} kind="wait" action={<a href={href(paths.client, at)}>{view.back(seen.client.name)}</a>}>
        {view.banner(seen.client.name)}
      </Notice>
      <div class="client stack">
        <div class="client-head">
          <Practice current={current} />
          <ReadOnly current={seen} />
          <Tabs label={words.frame.clientNavigation} items={[{ href: here, label: words.frame.appointments, here: true }]} />
        </div>
        <Appointments current={seen} {...appointments} lookingOnly />
      </div>
    </StaffFrame>
  )
}
