import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'
import type { ComponentWords } from '../words/components.ts'

export type NoticeKind = 'info' | 'ok' | 'wait' | 'no'

export interface NoticeProps {
  words: ComponentWords
  kind?: NoticeKind
  title?: string
  children?: Child
  /** One remedy: a link or a button. */
  action?: Child
  /** Takes focus after a swap: for the refusal that replaces what somebody pressed. */
  focus?: boolean
}

/** Something true about this page that its reader should know; says its kind in words too. */
export function Notice({ words, kind = 'info', title, children, action, focus = false }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} {...(focus && { tabindex: -1, 'data-focus': true })}>
      <Icon name={icons[kind]} />
      <div>
        <span class="visually-hidden">{words[kind]}: </span>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
        {action && <div class="notice-action">{action}</div>}
      </div>
    </div>
  )
}

const icons: Record<NoticeKind, IconName> = { info: 'info', ok: 'check', wait: 'waiting', no: 'alert' }
