import { wayToAdd, type FactorCount } from '../../src/accounts/factor-rules.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { PasskeyForm } from './passkey-form.tsx'

export interface MakePasskeyProps {
  current: SignedIn
  count: FactorCount
  /** The page it stands on: there she comes back to when she has proved herself again. */
  here: string
  /** Where she goes with her new passkey; the page of the passkeys by itself. */
  next?: string
}

/** The button, once she may; before that the way to prove herself again. */
export function MakePasskey({ current, count, here, next }: MakePasskeyProps) {
  const said = current.words.factors
  if (wayToAdd(current, count) !== 'open')
    return (
      <ButtonLink kind="primary" icon="key" href={href(paths.confirmItsYou, {}, { next: here })}>
        {said.makePasskey}
      </ButtonLink>
    )
  return (
    <>
      <PasskeyForm
        does="create"
        action={href(paths.passkeys)}
        challenge={href(paths.passkeyOptions)}
        label={said.makePasskey}
        problem={said.makeProblem}
      >
        {next && <input type="hidden" name="next" value={next} />}
      </PasskeyForm>
      <p class="soft" data-without-passkey>
        {said.cannot}
      </p>
    </>
  )
}
