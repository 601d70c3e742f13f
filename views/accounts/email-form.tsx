import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { EmailField } from '../components/known-fields.tsx'

export interface EmailFormProps {
  current: Current
  next?: string | undefined
  problem?: Problem | undefined
}

/** Asks for the address a code goes to; keeps what was typed when it is no address. */
export function EmailForm({ current: { words, organization }, next, problem }: EmailFormProps) {
  const error = problem?.fields.includes('email') ? words.accounts.emailError : undefined
  return (
    <form method="post" action={href(paths.login, { org: organization.slug })} class="stack" novalidate>
      <ErrorSummary words={words.components} errors={error ? [{ field: 'email', message: error }] : []} />
      {next && <input type="hidden" name="next" value={next} />}
      <EmailField label={words.accounts.email} value={problem?.typed.email} error={error} />
      <div class="field check">
        <input type="checkbox" id="shared" name="shared" value="1" checked={problem?.typed.shared === '1'} aria-describedby="shared-hint" />
        <label for="shared">{words.accounts.shared}</label>
        <p class="hint" id="shared-hint">
          {words.accounts.sharedHint}
        </p>
      </div>
      <div class="actions">
        <Button kind="primary">{words.accounts.sendCode}</Button>
      </div>
    </form>
  )
}
