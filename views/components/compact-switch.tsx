import type { SwitchRowProps } from './switch-row.tsx'

/** Nothing to be said beside the switch itself. */
export const isPlain = ({ reason, conflict, impact, undo, warning, help, historyHref }: SwitchRowProps): boolean =>
  !(reason || conflict || impact || undo || warning || help || historyHref)

/**
 * The same form with as little around it as possible: a page has a hundred of them. Boosted, so that its address is there once;
 * it stays where it is (`show:none`), and only it is replaced.
 */
export function PlainSwitch({
  words,
  id,
  label,
  whose,
  action,
  on,
  effective = on,
  version,
  values = { on: 'on', off: 'off' },
  changed,
  oob,
}: SwitchRowProps) {
  return (
    <form
      id={id}
      class="switch-row compact"
      data-effective={effective ? 'on' : 'off'}
      method="post"
      action={action}
      hx-boost="true"
      hx-target="this"
      hx-swap="outerHTML show:none"
      hx-sync="this:drop"
      {...(oob && { 'hx-swap-oob': 'true' })}
    >
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="value" value={on ? values.off : values.on} />
      <div class="switch-about">
        {label}
        {changed && <p class="meta">{changed}</p>}
      </div>
      <button
        class="switch"
        data-lands
        role="switch"
        aria-checked={on ? 'true' : 'false'}
        aria-label={whose ? `${label}, ${whose}` : label}
      >
        <span class="switch-word">{on ? words.on : words.off}</span>
        <span class="switch-track"></span>
      </button>
    </form>
  )
}

/** A cell of a table that nobody can switch: no form, its reason said once beside the table. Hundreds of them are on a page. */
export function GreyedSwitch({ words, id, label, on, reason, oob }: SwitchRowProps) {
  return (
    <div id={id} class="switch-row compact" data-effective="off" data-reason={reason?.code} {...(oob && { 'hx-swap-oob': 'true' })}>
      <p class="switch-about">{label}</p>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on ? 'true' : 'false'}
        aria-disabled="true"
        aria-label={label}
        aria-describedby={reason?.saidBy}
      >
        <span class="switch-word">{on ? words.on : words.off}</span>
        <span class="switch-track"></span>
      </button>
    </div>
  )
}
