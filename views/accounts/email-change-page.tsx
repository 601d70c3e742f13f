import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { EmailField } from '../components/known-fields.tsx'
import { AccountFrame } from './account-frame.tsx'

export interface EmailChangePageProps {
  current: SignedIn
  typed?: string
  problem?: 'no_address' | 'same' | 'too_often'
}

/** Asks for the new address, and says before what will happen. */
export function EmailChangePage({ current, typed, problem }: EmailChangePageProps) {
  const { words, person } = current
  const error = problem && words.security.newEmailProblems[problem]
  return (
    <AccountFrame current={current} title={words.security.changeTitle} back={href(paths.emailChange)}>
      <h1>{words.security.changeTitle}</h1>
      <p class="lead">{words.security.changeIntro(person.email)}</p>
      <form method="post" action={href(paths.emailChange)} class="stack" novalidate>
        <ErrorSummary words={words.components} errors={error ? [{ field: 'email', message: error }] : []} />
        <input type="hidden" name="key" value={newKey()} />
        <EmailField label={words.security.newEmail} value={typed} error={error} hint={words.security.fileUnchanged} />
        <div class="actions">
          <Button kind="primary">{words.security.sendLink}</Button>
          <ButtonLink kind="plain" href={href(paths.security)}>
            {words.security.keepAddress}
          </ButtonLink>
        </div>
      </form>
    </AccountFrame>
  )
}
