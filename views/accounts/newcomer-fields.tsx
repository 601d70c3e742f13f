import type { Current } from '../../src/current.ts'
import type { Problem } from '../../src/web/forms.ts'
import { ErrorSummary, type FieldError } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { EmailField } from '../components/known-fields.tsx'
import type { Words } from '../words/words.ts'

export interface NewcomerFieldsProps {
  current: Current
  problem?: Problem | undefined
}

/** Who she is, as far as we ask: nothing of it from somebody who is signed in, but how to call her. */
export function NewcomerFields({ current, problem, birthDate = false }: NewcomerFieldsProps & { birthDate?: boolean }) {
  const { words, person } = current
  const { registration, components, accounts } = words
  const typed = problem?.typed ?? {}
  const errors = errorsOf(words, problem)
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <>
      {person ? (
        <p>
          {registration.joinAs(person.name, person.email)} <span class="soft">{registration.notYou}</span>
        </p>
      ) : (
        <>
          <Field
            label={registration.name}
            name="name"
            autocomplete="name"
            maxlength={100}
            required
            value={typed.name}
            error={errorOf('name')}
          />
          <EmailField label={registration.email} hint={registration.emailHint} value={typed.email} error={errorOf('email')} />
        </>
      )}
      <Field
        label={registration.phone}
        name="phone"
        type="tel"
        autocomplete="tel"
        maxlength={40}
        optional={components.optional}
        value={typed.phone}
        error={errorOf('phone')}
      />
      {birthDate && (
        <Field
          label={registration.birthDate}
          name="birth_date"
          type="date"
          autocomplete="bday"
          optional={components.optional}
          value={typed.birth_date}
          error={errorOf('birth_date')}
        />
      )}
      {!person && (
        <div class="field check">
          <input type="checkbox" id="shared" name="shared" value="1" checked={typed.shared === '1'} aria-describedby="shared-hint" />
          <label for="shared">{accounts.shared}</label>
          <p class="hint" id="shared-hint">
            {accounts.sharedHint}
          </p>
        </div>
      )}
      <Check current={current} />
    </>
  )
}

/** What is wrong, on top of the form; a wrong note or time too, which a browser would not have let pass. */
export const NewcomerErrors = ({ current: { words }, problem }: NewcomerFieldsProps) => (
  <ErrorSummary words={words.components} errors={errorsOf(words, problem)} />
)

/** Cloudflare's check against machines, when the deployment has it. The page's headers let it in (newcomer-routes.tsx). */
function Check({ current: { env, words, language } }: { current: Current }) {
  if (!env.TURNSTILE_SITE_KEY) return <></>
  return (
    <div>
      <div class="cf-turnstile" data-sitekey={env.TURNSTILE_SITE_KEY} data-language={language} data-size="flexible"></div>
      <script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>
      <noscript>
        <p class="notice no">{words.registration.checkNoScript}</p>
      </noscript>
    </div>
  )
}

function errorsOf({ registration, accounts }: Words, problem: Problem | undefined): FieldError[] {
  const sentences: Record<string, { field: string; message: string }> = {
    name: { field: 'name', message: registration.nameError },
    email: { field: 'email', message: accounts.emailError },
    phone: { field: 'phone', message: registration.phoneError },
    birth_date: { field: 'birth_date', message: registration.birthDateError },
    check: { field: 'main', message: registration.checkError },
    again: { field: 'main', message: registration.againError },
  }
  return (problem?.fields ?? []).flatMap((field) => sentences[field] ?? [])
}
