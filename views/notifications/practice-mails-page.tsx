import type { StaffCurrent } from '../../src/current.ts'
import type { MailsDraft } from '../../src/notifications/practice-mails-form.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'

export interface PracticeMailsPageProps {
  current: StaffCurrent
  version: number
  draft: MailsDraft
  /** The last change can be taken back. */
  canUndo: boolean
  outcome?: 'saved' | 'undone' | 'stale' | undefined
  /** Fields that are wrong. */
  wrong?: string[]
}

/** What holds for all e-mails of the practice (NOT-3, NOT-7, NOT-8). */
export function PracticeMailsPage({ current, version, draft, canUndo, outcome, wrong = [] }: PracticeMailsPageProps) {
  const { words, organization } = current
  const said = words.wishes.practice
  const org = { org: organization.slug }
  const names = Object.keys(said.errors) as (keyof typeof said.errors)[]
  const error = (field: keyof typeof said.errors) => (wrong.includes(field) ? said.errors[field] : undefined)
  return (
    <StaffFrame current={current} title={said.title} here="portal" back={href(paths.practiceMails, org)}>
      <p>
        <a href={href(paths.portal, org)}>{said.back}</a>
      </p>
      <h1>{said.title}</h1>
      <p class="lead">{said.intro}</p>
      <Outcome {...{ current, version, canUndo, outcome }} />
      <form method="post" action={href(paths.practiceMails, org)} class="stack" novalidate>
        <ErrorSummary
          words={words.components}
          errors={names.filter((field) => wrong.includes(field)).map((field) => ({ field, message: said.errors[field] }))}
        />
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="key" value={newKey()} />
        <div class="card stack">
          <Field
            label={said.sender}
            name="sender_name"
            value={draft.sender_name}
            maxlength={60}
            autocomplete="off"
            hint={said.senderHint}
            error={error('sender_name')}
          />
          <SelectField
            label={said.language}
            name="language"
            value={draft.language}
            hint={said.languageHint}
            options={[
              { value: 'en', label: 'English' },
              { value: 'es', label: 'Español' },
            ]}
          />
          <Field label={said.grace} name="grace" inputmode="numeric" value={draft.grace} hint={said.graceHint} error={error('grace')} />
          <Field label={said.reminders} name="reminders" value={draft.reminders} hint={said.remindersHint} error={error('reminders')} />
        </div>
        <section class="card stack" aria-labelledby="quiet-heading">
          <h2 id="quiet-heading">{said.quietHeading}</h2>
          <p class="soft">{said.quietHint}</p>
          <div class="choices">
            <Field label={said.from} name="quiet_from" type="time" value={draft.quiet_from} error={error('quiet_from')} />
            <Field label={said.until} name="quiet_until" type="time" value={draft.quiet_until} error={error('quiet_until')} />
          </div>
        </section>
        <div class="actions">
          <Button kind="primary">{said.save}</Button>
        </div>
      </form>
    </StaffFrame>
  )
}

function Outcome({ current, version, canUndo, outcome }: Pick<PracticeMailsPageProps, 'current' | 'version' | 'canUndo' | 'outcome'>) {
  const { words, organization } = current
  const said = words.wishes.practice
  if (outcome === 'stale')
    return (
      <Notice words={words.components} kind="no" focus>
        {said.stale}
      </Notice>
    )
  if (outcome === 'undone')
    return (
      <Notice words={words.components} kind="ok">
        {said.undone}
      </Notice>
    )
  if (!canUndo) return <></>
  return (
    <form method="post" action={href(paths.practiceMailsUndo, { org: organization.slug })}>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="key" value={newKey()} />
      <Notice
        words={words.components}
        kind="ok"
        action={
          <Button kind="plain" icon="undo">
            {said.undo}
          </Button>
        }
      >
        {said.saved}
      </Notice>
    </form>
  )
}
