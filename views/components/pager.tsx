import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from './button.tsx'
import type { IconName } from './icon.tsx'
import type { ComponentWords } from '../words/components.ts'

/** Where the neighbouring page is: an address, or a form when the keyset holds something that belongs in no URL (a name). */
export type PageTurn = { href: string } | { action: string; fields: Record<string, string> }

export interface PagerProps {
  words: ComponentWords
  /** What is paged, where a page has two lists. */
  label?: string
  newer?: PageTurn | undefined
  older?: PageTurn | undefined
  /** Between the two: "51-100 of 5,000". */
  children?: Child
}

/** Keyset paging: the page before, the page after; nothing when there is only one. */
export function Pager({ words, label = words.pages, newer, older, children }: PagerProps) {
  if (!newer && !older) return <></>
  return (
    <nav class="pager" aria-label={label}>
      {newer ? <Turn turn={newer} icon="back" label={words.newer} /> : <span></span>}
      <span class="soft">{children}</span>
      {older ? <Turn turn={older} icon="arrow" label={words.older} /> : <span></span>}
    </nav>
  )
}

function Turn({ turn, icon, label }: { turn: PageTurn; icon: IconName; label: string }) {
  if ('href' in turn)
    return (
      <ButtonLink href={turn.href} icon={icon}>
        {label}
      </ButtonLink>
    )
  return (
    <form method="post" action={turn.action}>
      {Object.entries(turn.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button icon={icon}>{label}</Button>
    </form>
  )
}
