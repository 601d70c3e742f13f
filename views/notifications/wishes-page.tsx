import type { Child } from 'hono/jsx'
import type { Acting, SignedIn } from '../../src/current.ts'
import type { Discretion } from '../../src/notifications/discretion.ts'
import type { OwnWishes } from '../../src/notifications/preferences.ts'
import type { WishDraft } from '../../src/notifications/wish-form.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { ClientFrame, StaffFrame } from '../frames.tsx'
import { DiscretionSection, type DiscretionState } from './discretion-section.tsx'
import { EventTicks, NoticeFields, QuietFields, ReminderFields, DigestFields, type FieldsProps } from './wish-fields.tsx'

export interface WishesPageProps {
  current: SignedIn
  own: OwnWishes
  draft: WishDraft
  /** On whose clock her quiet hours are. */
  zone: string
  saved?: boolean
  stale?: boolean
  /** Fields that are wrong. */
  wrong?: string[]
  /** Of a client: what e-mails about her may say, for each record that is herself. */
  records?: Discretion[]
  /** What became of her choice there. */
  discretion?: DiscretionState
}

/** NOT-4: which e-mails a client or a contact gets, when, and what they may say. */
export function WishesPage({ records = [], discretion, ...props }: WishesPageProps) {
  const { current } = props
  const { words, organization, mine } = current
  const said = words.wishes
  const first = mine[0]
  return (
    <ClientFrame current={current} title={said.title} back={href(paths.wishes, { org: organization.slug })}>
      {first && (
        <p>
          <a href={href(paths.my, { org: organization.slug })}>{said.back}</a>
        </p>
      )}
      <h1>{said.title}</h1>
      <p class="lead">{said.introClient(organization.name)}</p>
      {!mine.some(hasNotices) && <Notice words={words.components}>{said.noNotices}</Notice>}
      <WishesForm {...props} action={href(paths.wishes, { org: organization.slug })}>
        {(fields) => (
          <>
            <EventTicks {...fields} />
            <ReminderFields {...fields} />
            <DigestFields {...fields} />
          </>
        )}
      </WishesForm>
      {records.map((record) => (
        <DiscretionSection current={current} record={record} several={records.length > 1} state={discretion} />
      ))}
      <Always heading={said.alwaysHeading} intro={said.alwaysIntro} list={said.alwaysClient} />
    </ClientFrame>
  )
}

/** Whether e-mails about this client come to her: her own, or by a grant that includes them (SET-30). */
const hasNotices = ({ access }: Acting): boolean => access.kind === 'self' || access.permissions.includes('notices')

/** NOT-6: which e-mails a staff member gets about her work, and when. */
export function StaffWishesPage(props: WishesPageProps) {
  const { current } = props
  const { words, organization } = current
  const said = words.wishes
  const address = href(paths.staffWishes, { org: organization.slug })
  return (
    <StaffFrame current={current} title={said.title} back={address}>
      <h1>{said.title}</h1>
      <p class="lead">{said.introStaff(organization.name)}</p>
      <WishesForm {...props} action={address}>
        {(fields) => <NoticeFields {...fields} />}
      </WishesForm>
      <Always heading={said.alwaysHeading} intro={said.alwaysIntro} list={said.alwaysStaff} />
    </StaffFrame>
  )
}

function WishesForm({
  current,
  own,
  draft,
  zone,
  saved = false,
  stale = false,
  wrong = [],
  action,
  children,
}: Omit<WishesPageProps, 'records' | 'discretion'> & { action: string; children: (fields: FieldsProps) => Child }) {
  const { words } = current
  const said = words.wishes
  const error = (field: keyof typeof said.errors) => (wrong.includes(field) ? said.errors[field] : undefined)
  const errors = (Object.keys(said.errors) as (keyof typeof said.errors)[]).filter((field) => wrong.includes(field))
  const fields = { current, own, draft, zone, error }
  return (
    <form id="wishes" method="post" action={action} class="stack" novalidate>
      {saved && (
        <Notice words={words.components} kind="ok">
          {said.saved}
        </Notice>
      )}
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {said.stale}
        </Notice>
      )}
      <ErrorSummary words={words.components} errors={errors.map((field) => ({ field, message: said.errors[field] }))} />
      <input type="hidden" name="version" value={String(own.version)} />
      <input type="hidden" name="key" value={newKey()} />
      {children(fields)}
      <QuietFields {...fields} />
      <section class="card stack" aria-labelledby="language-heading">
        <h2 id="language-heading">{said.language}</h2>
        <SelectField
          label={said.language}
          name="language"
          hint={said.languageHint}
          value={draft.language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
        />
      </section>
      <div class="actions">
        <Button kind="primary">{said.save}</Button>
      </div>
    </form>
  )
}

function Always({ heading, intro, list }: { heading: string; intro: string; list: string[] }) {
  return (
    <section aria-labelledby="always-heading">
      <h2 id="always-heading">{heading}</h2>
      <p class="soft">{intro}</p>
      <ul class="bullets">
        {list.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    </section>
  )
}
