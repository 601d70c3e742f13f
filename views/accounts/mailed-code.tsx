import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { CodeField } from '../components/known-fields.tsx'

export interface MailedCodeProps {
  current: SignedIn
  next: string
  /** A code is on its way. */
  sent: boolean
  error: string | undefined
}

/** Whoever has neither passkey nor authenticator proves herself with a fresh code, typed where she asked for it. */
export function MailedCode({ current, next, sent, error }: MailedCodeProps) {
  const { words } = current
  const said = words.factors
  return (
    <>
      {sent ? (
        <form method="post" action={href(paths.confirmItsYou)} class="stack" novalidate>
          <p>{said.confirmSent}</p>
          <ErrorSummary words={words.components} errors={error ? [{ field: 'code', message: error }] : []} />
          <input type="hidden" name="next" value={next} />
          <CodeField label={said.mailedCode} hint={said.mailedHint} error={error} />
          <Button kind="primary">{said.go}</Button>
        </form>
      ) : (
        <p>{said.confirmMail}</p>
      )}
      <form method="post" action={href(paths.confirmationMail)}>
        <input type="hidden" name="next" value={next} />
        <Button kind={sent ? 'plain' : 'primary'}>{sent ? said.confirmAgain : said.confirmSend}</Button>
      </form>
    </>
  )
}
