import { href, paths } from '../../src/paths.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import type { Words } from '../words/words.ts'

export interface SessionWarningProps {
  words: Words
  /** When the session ends, and the portal's time of this page, epoch ms: the browser counts the difference, so its clock may be wrong. */
  endsAt: number
  now: number
  /** On a page without htmx: its own address, to which the answer leads back. */
  back?: string | undefined
}

/** Asks before the session ends, and posts the answer. Any answer of ours may move the end with a header `Session-Seconds` (app.js). */
export function SessionWarning({ words, endsAt, now, back }: SessionWarningProps) {
  const extension = href(paths.sessionExtension)
  return (
    <Dialog id="session" title={words.frame.stillThere} data-ends-in={Math.round((endsAt - now) / 1000)}>
      <p>{words.frame.sessionEnds}</p>
      <p>
        <span class="soft">{words.frame.secondsLeft}:</span> <b class="count" data-count></b>
      </p>
      <div class="actions">
        <form method="post" action={extension} hx-post={extension} hx-swap="none" hx-sync="this:drop">
          {back && <input type="hidden" name="back" value={back} />}
          <Button kind="primary" autofocus>
            {words.frame.staySignedIn}
          </Button>
        </form>
        <form method="post" action={href(paths.logout)}>
          <Button>{words.frame.signOut}</Button>
        </form>
      </div>
    </Dialog>
  )
}
