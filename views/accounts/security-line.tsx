import type { Child } from 'hono/jsx'

export interface LineProps {
  id?: string
  title: Child
  hint?: Child
  /** What can be done about it: a link or a form. */
  action?: Child
}

/** One thing of a list, and what can be done about it below: beside it there is no room on a phone. */
export function Line({ id, title, hint, action }: LineProps) {
  return (
    <div class="switch-row" id={id}>
      <div class="switch-about">
        <p class="switch-label">{title}</p>
        {hint && <p class="hint">{hint}</p>}
        {action && <div class="actions">{action}</div>}
      </div>
    </div>
  )
}
