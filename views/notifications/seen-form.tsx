import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import { Button } from '../components/button.tsx'

/**
 * Says that what is on this page was read (docs/decisions/055). A page that is merely fetched says nothing: the form sends itself once the
 * page has been in front of somebody for a moment, and without JavaScript it is a button.
 */
export function SeenForm({ current: { words }, action, until }: { current: Current; action: string; until: number }) {
  return (
    <form
      id="seen"
      method="post"
      action={action}
      hx-post={action}
      hx-trigger="submit, intersect once delay:1500ms"
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      <input type="hidden" name="until" value={String(until)} />
      <Button kind="plain" icon="check">
        {words.notices.markSeen}
      </Button>
    </form>
  )
}

/** What stands there instead, with the bell as it is now; the marks on the page stay until it is opened again. */
export function Seen({ current: { words }, children }: { current: Current; children?: Child }) {
  return (
    <>
      <p id="seen" class="soft">
        {words.notices.allSeen}
      </p>
      {children}
    </>
  )
}
