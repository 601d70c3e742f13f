import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export interface EmptyStateProps {
  icon?: IconName
  title: string
  /** What will appear here. */
  children?: Child
  /** The one thing to do about it. */
  action?: Child
}

/** A list with nothing in it. */
export function EmptyState({ icon = 'check', title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {children && <p class="soft">{children}</p>}
      {action}
    </div>
  )
}
