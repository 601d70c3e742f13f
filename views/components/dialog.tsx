import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export interface DisclosureProps {
  id?: string
  /** What the button says. */
  summary: Child
  kind?: 'quiet' | 'plain' | 'danger'
  icon?: IconName
  open?: boolean
  /** `inline` pushes what follows down; `over` floats below its button. */
  place?: 'inline' | 'over'
  /** htmx leaves it as it is when what is around it is replaced: what was typed stays. Needs an id. */
  keep?: boolean
  children?: Child
}

/** The dialog that needs no JavaScript: a `<details>` whose summary looks like a button. Escape closes it (app.js). */
export function Disclosure({ id, summary, kind = 'quiet', icon, open = false, place = 'inline', keep = false, children }: DisclosureProps) {
  return (
    <details id={id} class={`disclosure ${place}`} open={open} {...(keep && { 'hx-preserve': 'true' })}>
      <summary class={`button ${kind}`}>
        {icon && <Icon name={icon} />}
        {summary}
      </summary>
      <div class="panel">{children}</div>
    </details>
  )
}

export interface DialogProps {
  id: string
  title: string
  children?: Child
  /** `data-*` of whoever opens it. */
  [attribute: string]: unknown
}

/** A real `<dialog>`, only for what a page without JavaScript does not need. Opened by `data-opens={id}` on a button. */
export function Dialog({ id, title, children, ...rest }: DialogProps) {
  return (
    <dialog id={id} aria-labelledby={`${id}-title`} {...rest}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  )
}
