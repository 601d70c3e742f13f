import type { Factors } from '../../src/accounts/factors.ts'
import type { SignedIn } from '../../src/current.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { CodeField } from '../components/known-fields.tsx'

export interface CodeFormProps {
  current: SignedIn
  factors: Factors
  action: string
  next: string
  error: string | undefined
}

/** A code of the app; and, out of the way, a recovery code for the day the phone is lost. */
export function CodeForm({ current, factors, action, next, error }: CodeFormProps) {
  const { words } = current
  const said = words.factors
  return (
    <>
      {factors.authenticator && (
        <form method="post" action={action} class="stack" novalidate>
          <ErrorSummary words={words.components} errors={error ? [{ field: 'code', message: error }] : []} />
          <input type="hidden" name="next" value={next} />
          <CodeField label={said.giveAppCode} hint={said.giveCodeText} error={error} />
          <Button kind={factors.passkeys.length > 0 ? 'quiet' : 'primary'}>{said.go}</Button>
        </form>
      )}
      {factors.recoveryCodesLeft > 0 && (
        <Disclosure summary={said.recoveryInstead} kind="plain">
          <form method="post" action={action} class="stack" novalidate>
            <input type="hidden" name="next" value={next} />
            <Field
              label={said.recoveryCode}
              name="code"
              id="recovery-code"
              hint={said.recoveryHint}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck="false"
              maxlength={40}
              required
            />
            <Button>{said.go}</Button>
          </form>
        </Disclosure>
      )}
    </>
  )
}
