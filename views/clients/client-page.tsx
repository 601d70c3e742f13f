import type { ContactOnFile } from '../../src/clients/client-file.ts'
import { discretionOf } from '../../src/clients/discretion-of.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { overridableKeys, type SettingKey } from '../../src/settings/declarations.ts'
import type { Impact } from '../../src/settings/impact-lines.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { printDate } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { DiscretionSection, type DiscretionState } from '../notifications/discretion-section.tsx'
import { UndeliveredNotice } from '../notifications/undelivered-mark.tsx'
import { ArchiveSection, type ArchiveSectionProps } from './archive-section.tsx'
import { PortalStatus } from './client-row.tsx'
import { FullClientSwitchRow } from './client-switch-row.tsx'
import { AccountSection, Lookalikes, MergesSection } from './identity-sections.tsx'
import { TherapistsSection } from './therapists-section.tsx'
import { InvitationsSection } from './invitations-section.tsx'

export interface ClientPageProps extends Omit<ArchiveSectionProps, 'refusal'> {
  /** The switch that was refused, when this page is the answer to it without JavaScript. */
  refused?: { settingKey: SettingKey; conflict: boolean; impact?: Impact | undefined }
  archiveRefusal?: ArchiveSectionProps['refusal']
  /** The therapists were not changed: somebody was quicker. */
  staleTherapists?: boolean
  /** Her last invitation was revoked a moment ago; or a revocation came too late. */
  canUndoRevocation?: boolean
  revocationRefused?: boolean
  /** What became of what was chosen for her e-mails. */
  discretion?: DiscretionState
}

/** One client as an administrator sees her: what she can use, who acts for her, her archive. */
export function ClientPage({
  current,
  file,
  refused,
  archiveRefusal,
  staleTherapists = false,
  canUndoRevocation = false,
  revocationRefused,
  discretion,
  ...archiving
}: ClientPageProps) {
  const { words, organization } = current
  const at = { org: organization.slug, clientId: file.id }
  const { page } = words.clients
  const switched = { ...file, hasAccount: file.accountAt !== null }
  const refusedHere = (key: SettingKey) => (refused?.settingKey === key ? { conflict: refused.conflict, impact: refused.impact } : {})
  return (
    <StaffFrame current={current} title={file.name} here="clients" back={href(paths.client, at)}>
      <p>
        <a href={href(paths.clients, { org: organization.slug })}>{words.clients.title}</a>
      </p>
      <div class="page-head">
        <h1>{file.name}</h1>
        <div class="actions">
          <PortalStatus current={current} client={file} />
          {file.email && <span class="soft">{file.email}</span>}
        </div>
      </div>
      <div class="actions">
        <ButtonLink icon="info" href={href(paths.explanation, at)}>
          {words.explain.ask}
        </ButtonLink>
        <ButtonLink icon="calendar" href={href(paths.clientSchedule, at)}>
          {words.calendar.ofClient.link}
        </ButtonLink>
        <ButtonLink icon="mail" href={href(paths.clientDeliveries, at)}>
          {words.deliveries.clientLink}
        </ButtonLink>
        <ButtonLink icon="person" href={href(paths.clientView, at)}>
          {page.viewAs}
        </ButtonLink>
      </div>
      <UndeliveredNotice current={current} client={file} />
      <Lookalikes current={current} file={file} />
      <section aria-labelledby="use-heading">
        <h2 id="use-heading">{page.use}</h2>
        <div class="rows">
          {overridableKeys.map((key) => (
            <FullClientSwitchRow current={current} client={switched} settingKey={key} {...refusedHere(key)} />
          ))}
        </div>
      </section>
      <DiscretionSection current={current} record={discretionOf(file)} forStaff state={discretion} />
      <InvitationsSection
        current={current}
        file={file}
        formKey={archiving.formKey}
        canUndo={canUndoRevocation}
        refused={revocationRefused}
      />
      <AccountSection current={current} file={file} formKey={archiving.formKey} />
      <TherapistsSection current={current} file={file} formKey={archiving.formKey} stale={staleTherapists} />
      <section aria-labelledby="contacts-heading">
        <h2 id="contacts-heading">{page.contacts}</h2>
        <div class="card stack">
          {file.contacts.length === 0 && <p class="soft">{page.noContacts}</p>}
          {file.contacts.map((contact) => (
            <Contact current={current} contact={contact} />
          ))}
        </div>
      </section>
      <MergesSection current={current} file={file} formKey={archiving.formKey} />
      <ArchiveSection current={current} file={file} refusal={archiveRefusal} {...archiving} />
    </StaffFrame>
  )
}

function Contact({ current, contact }: { current: StaffCurrent; contact: ContactOnFile }) {
  const { words, language, organization, now } = current
  const { page } = words.clients
  const { forms, pay, schedule, messages, notices } = page.may
  const named = { forms, pay, schedule, messages, notices }
  const until = contact.validUntilAt
  const day = until === null ? '' : printDate(until, organization.zone, language)
  return (
    <div>
      <p>
        <b>{contact.name}</b>
        {contact.relationship && <span class="soft">, {contact.relationship}</span>}{' '}
        {!contact.hasAccount && <Badge>{words.clients.status.noAccount}</Badge>}
      </p>
      <p class="soft">
        {contact.permissions.length === 0 ? page.mayNothing : contact.permissions.map((permission) => named[permission]).join(', ')}
        {until !== null && <> · {until > now ? page.until(day) : page.ended(day)}</>}
      </p>
    </div>
  )
}
