import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from './button.tsx'
import { GreyedSwitch, isPlain, PlainSwitch } from './compact-switch.tsx'
import { Icon } from './icon.tsx'
import { UndoButton } from './toast.tsx'
import type { ComponentWords } from '../words/components.ts'

export interface SwitchRowProps {
  words: ComponentWords
  /** `setting-{key}`, `notification-{event}`, `client-{clientId}-{key}`: what the answer replaces, and the anchor. */
  id: string
  label: string
  /** Read after the label, not shown: whose switch it is, where many rows have the same label. */
  whose?: string
  help?: Child
  /** Where the form posts. */
  action: string
  /** What the switch shows. */
  on: boolean
  /** What it amounts to (`data-effective`); the same unless a need is missing. */
  effective?: boolean
  version: number
  /** What the two states are called in the form; `inherit` and `off` for a client. */
  values?: { on: string; off: string }
  /** Why it cannot be used: drawn greyed, still focusable, never submitted. */
  reason?:
    | (Remedy & { code: string; /** Of the element that says it once for a whole table (compact only). */ saidBy?: string })
    | undefined
  /** It works, but somebody should know. */
  warning?: Remedy | undefined
  /** The change was refused: a stale version, a race. Takes the focus. */
  conflict?: string | undefined
  /** Who changed it last: "Dana Ortiz, " and a `<Time>`. */
  changed?: Child
  historyHref?: string | undefined
  /** What an off-switch would meet; asks once, in the row. `keepHref` is this row on its page. */
  impact?: { lines: string[]; keepHref: string } | undefined
  /** Just switched: "Self-scheduling is off." with an Undo (`undo=1` in the same form). */
  undo?: { text: string; seconds?: number } | undefined
  /** Depends on the row above. */
  nested?: boolean
  /** Only the switch and its word: a cell of a table. Label and reason are always read, and shown where the table is cards. */
  compact?: boolean
  /** Sent along with another row's answer: htmx puts it in its place by id. */
  oob?: boolean
}
export interface Remedy {
  text: string
  href?: string | undefined
  remedy?: string | undefined
}

/** One setting: the whole row is one form that posts the state it would switch to, and is replaced by the answer. */
export function SwitchRow(props: SwitchRowProps) {
  if (props.compact && props.reason?.saidBy && !props.conflict) return <GreyedSwitch {...props} />
  if (props.compact && isPlain(props)) return <PlainSwitch {...props} />
  const { id, action, on, effective = on, version, values = { on: 'on', off: 'off' }, reason, nested, compact, oob } = props
  return (
    <form
      id={id}
      class={`switch-row${nested ? ' nested' : ''}${compact ? ' compact' : ''}`}
      data-effective={effective ? 'on' : 'off'}
      {...(reason && { 'data-reason': reason.code })}
      method="post"
      action={action}
      hx-post={action}
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="this:drop"
      {...(oob && { 'hx-swap-oob': 'true' })}
    >
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="value" value={on ? values.off : values.on} />
      <div class="switch-about">
        <Label {...props} />
      </div>
      <Switch {...props} />
      <Consequences {...props} />
    </form>
  )
}

function Label({ words, id, label, whose, help, reason, warning, changed, historyHref, compact = false }: SwitchRowProps) {
  return (
    <>
      <p class="switch-label" id={`${id}-label`}>
        {label}
        {whose && <span class="visually-hidden">, {whose}</span>}
      </p>
      {help && (
        <p class="hint" id={`${id}-help`}>
          {help}
        </p>
      )}
      {reason && <RemedyLine id={`${id}-reason`} kind="reason" icon="lock" text={reason.text} {...(!compact && reason)} />}
      {warning && <RemedyLine id={`${id}-warning`} kind="warning" icon="alert" {...warning} />}
      {(changed || historyHref) && (
        <p class="meta">
          {changed}
          {changed && historyHref && ' · '}
          {historyHref && (
            <a href={historyHref} aria-describedby={`${id}-label`}>
              {words.history}
            </a>
          )}
        </p>
      )}
    </>
  )
}

function RemedyLine({ id, kind, icon, text, href, remedy }: Remedy & { id: string; kind: string; icon: 'lock' | 'alert' }) {
  return (
    <p class={kind} id={id}>
      <Icon name={icon} />
      <span>
        {text} {href && <a href={href}>{remedy}</a>}
      </span>
    </p>
  )
}

/** Greyed is `aria-disabled`, not `disabled`: it can be reached, and its reason is read. */
function Switch({ words, id, on, help, reason, warning }: SwitchRowProps) {
  const about = [reason && `${id}-reason`, warning && `${id}-warning`, help && `${id}-help`].filter(Boolean).join(' ')
  return (
    <button
      id={`${id}-switch`}
      class="switch"
      data-lands
      type={reason ? 'button' : 'submit'}
      role="switch"
      aria-checked={on ? 'true' : 'false'}
      aria-labelledby={`${id}-label`}
      {...(about && { 'aria-describedby': about })}
      {...(reason && { 'aria-disabled': 'true' })}
    >
      <span class="switch-word">{on ? words.on : words.off}</span>
      <span class="switch-track"></span>
    </button>
  )
}

function Consequences({ words, id, impact, undo, conflict }: SwitchRowProps) {
  return (
    <>
      {conflict && (
        <p class="notice no" tabindex={-1} data-focus>
          <Icon name="alert" />
          {conflict}
        </p>
      )}
      {impact && (
        <div class="impact" role="group" aria-labelledby={`${id}-impact`} tabindex={-1} data-focus data-dismissible={`${id}-switch`}>
          <p id={`${id}-impact`}>{impact.lines.join(' ')}</p>
          <div class="actions">
            <Button kind="danger" name="confirm" value="1">
              {words.turnOff}
            </Button>
            <ButtonLink href={impact.keepHref} data-dismisses>
              {words.keepOn}
            </ButtonLink>
          </div>
        </div>
      )}
      {undo && (
        <div class="undo" data-seconds={undo.seconds ?? 10}>
          <p data-announce>
            <Icon name="check" />
            {undo.text}
          </p>
          <UndoButton words={words} name="undo" value="1" />
        </div>
      )}
    </>
  )
}
