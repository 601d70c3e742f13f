import type { SelectedClient } from '../../src/clients/bulk.ts'
import type { SkipReason, Skipped } from '../../src/clients/client-switch.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { overridableKeys, type SettingKey } from '../../src/settings/declarations.ts'
import { isEffective, type SettingFacts } from '../../src/settings/standing.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Toast } from '../components/toast.tsx'
import { ClientSwitchRow, shortName } from './client-switch-row.tsx'

export interface SelectionBarProps {
  current: StaffCurrent
  /** The idempotency key of the next change. */
  formKey: string
  settingKey?: SettingKey
  value?: 'inherit' | 'off'
  /** What the off-switch would meet over all who would change (SET-7); `of` names the question. */
  impact?: { lines: string[]; of: string; changing: number } | undefined
  /** Nothing was changed: nobody of them can be, or somebody else was quicker. */
  refused?: { skipped?: Skipped; stale?: true } | undefined
  /** Those who were selected are dealt with: app.js unchecks them. */
  resets?: boolean
}

/** What was done to how many, and who was changed. */
export interface BulkDone {
  key: SettingKey
  value: 'inherit' | 'off'
  skipped: Skipped
  undone: boolean
  count: number
  /** `cli_ana.3 cli_bo.1`, for the undo. */
  changed: string
}

/** Only what is on for the organization can be switched for a client. */
export const usableKeys = (facts: SettingFacts): SettingKey[] => overridableKeys.filter((key) => isEffective(key, facts))

/** Appears when somebody is selected (CSS): a setting, and off or as for everyone, for all of them (SET-41); or an invitation (ACC-20). */
export function SelectionBar({ current, formKey, settingKey, value, impact, refused, resets }: SelectionBarProps) {
  const { words, organization, facts } = current
  const { bulk } = words.clients
  const keys = usableKeys(facts)
  const action = href(paths.clientSettings, { org: organization.slug })
  const invite = href(paths.invitationPreview, { org: organization.slug })
  return (
    <form
      id="selection"
      class="selection-bar"
      method="post"
      action={action}
      hx-post={action}
      hx-swap="outerHTML"
      hx-sync="this:drop"
      {...(resets && { 'data-resets': true })}
    >
      <input type="hidden" name="key" value={formKey} />
      {refused && (
        <p class="notice no" tabindex={-1} data-focus>
          <Icon name="alert" />
          {refused.stale ? bulk.stale : [bulk.nobody, ...skippedText(current, refused.skipped ?? {})].join(' ')}
        </p>
      )}
      {impact && settingKey && value ? (
        <Question {...{ current, settingKey, value, impact }} />
      ) : (
        <>
          <div class="actions">
            {keys.length > 0 && (
              <div>
                <select name="setting" aria-label={bulk.setting}>
                  {keys.map((key) => (
                    <option value={key} selected={key === settingKey}>
                      {shortName(current, key)}
                    </option>
                  ))}
                </select>
              </div>
            )}
            <Button type="reset" kind="plain">
              {bulk.clear}
            </Button>
          </div>
          <div class="actions">
            {keys.length > 0 && (
              <>
                <Button name="value" value="inherit">
                  {bulk.inherit}
                </Button>
                <Button kind="danger" name="value" value="off">
                  {bulk.off}
                </Button>
              </>
            )}
            <Button formaction={invite} hx-post={invite}>
              {words.invitations.inviteChosen}
            </Button>
          </div>
        </>
      )}
    </form>
  )
}

function Question({
  current,
  settingKey,
  value,
  impact,
}: {
  current: StaffCurrent
  settingKey: SettingKey
  value: string
  impact: NonNullable<SelectionBarProps['impact']>
}) {
  const { components, clients } = current.words
  return (
    <div class="impact" role="group" aria-labelledby="selection-impact" tabindex={-1} data-focus>
      <input type="hidden" name="setting" value={settingKey} />
      <input type="hidden" name="value" value={value} />
      <input type="hidden" name="of" value={impact.of} />
      <p id="selection-impact">
        <b>{clients.bulk.ask(shortName(current, settingKey), impact.changing)}</b> {impact.lines.join(' ')}
      </p>
      <div class="actions">
        <Button kind="danger" name="confirm" value="1">
          {components.turnOff}
        </Button>
        <Button name="confirm" value="0">
          {components.keepOn}
        </Button>
      </div>
    </div>
  )
}

interface BulkAnswerProps {
  current: StaffCurrent
  after: SelectedClient[]
  done: BulkDone
  /** Keys for the bar and for the undo. */
  formKeys: [string, string]
}

/** What the bar is replaced with: a fresh one, the toast, and every switch that moved, each put in its place by htmx. */
export function BulkAnswer({ current, after, done, formKeys: [formKey, undoKey] }: BulkAnswerProps) {
  return (
    <>
      <SelectionBar current={current} formKey={formKey} settingKey={done.key} resets />
      <BulkToast current={current} done={done} formKey={undoKey} />
      {after.map((client) => (
        <ClientSwitchRow current={current} client={client} settingKey={done.key} oob />
      ))}
    </>
  )
}

/** What the toast is replaced with once it was pressed. */
export function BulkUndone({ current, after, done }: Omit<BulkAnswerProps, 'formKeys'>) {
  return (
    <>
      <BulkToast current={current} done={done} />
      {after.map((client) => (
        <ClientSwitchRow current={current} client={client} settingKey={done.key} oob />
      ))}
    </>
  )
}

/** "Scheduling: off for 3 clients. 1 has no account. Undo 10". An undo has none of its own. */
export function BulkToast({ current, done, formKey }: { current: StaffCurrent; done: BulkDone; formKey?: string }) {
  const { words, organization } = current
  const { bulk } = words.clients
  const name = shortName(current, done.key)
  const said = done.undone
    ? bulk.undone(done.count)
    : done.count === 0
      ? bulk.nothing
      : done.value === 'off'
        ? bulk.offFor(name, done.count)
        : bulk.inheritFor(name, done.count)
  const fields = { setting: done.key, value: done.value === 'off' ? 'inherit' : 'off', changed: done.changed, undo: '1' }
  const undo =
    formKey && done.count > 0 && !done.undone
      ? { action: href(paths.clientSettings, { org: organization.slug }), target: 'this', fields: { ...fields, key: formKey } }
      : undefined
  return <Toast words={words.components} text={[said, ...skippedText(current, done.skipped)].join(' ')} {...(undo && { undo })} />
}

/** How many stay as they are, and why: a sentence each. */
function skippedText({ words }: StaffCurrent, skipped: Skipped): string[] {
  const { orgOff, archived, noAccount, already, changed } = words.clients.bulk.skipped
  const says: Record<SkipReason, (count: number) => string> = { org_off: orgOff, archived, no_portal_account: noAccount, already, changed }
  return (Object.entries(skipped) as [SkipReason, number][]).filter(([, count]) => count > 0).map(([reason, count]) => says[reason](count))
}
