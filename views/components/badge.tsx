import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export interface BadgeProps {
  kind?: 'plain' | 'accent' | 'ok' | 'wait' | 'no'
  icon?: IconName
  children?: Child
}

/** A state in a word or two; the colour only repeats it. */
export function Badge({ kind = 'plain', icon, children }: BadgeProps) {
  return (
    <span class={`badge ${kind}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}
