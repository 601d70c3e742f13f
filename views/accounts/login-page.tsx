import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'
import { EmailForm } from './email-form.tsx'
import { PasskeyForm } from './passkey-form.tsx'

export interface LoginPageProps {
  current: Current
  /** Where to go afterwards: a path of ours. */
  next?: string | undefined
  problem?: Problem
  /** She came by an address that was the Login Link once. */
  replaced?: boolean
  /** A passkey was given that opens nothing here. */
  passkeyRefused?: boolean
}

/** ACC-1: one form, one answer. */
export function LoginPage({ current, next, problem, replaced = false, passkeyRefused = false }: LoginPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <VisitorFrame
      current={current}
      title={words.accounts.signInTitle}
      back={href(paths.login, org, { next })}
      scripts={['app.js', 'passkeys.js']}
    >
      <h1>{words.accounts.signInTitle}</h1>
      {replaced && (
        <Notice words={words.components} title={words.registration.replacedTitle}>
          {words.registration.replacedLogin(organization.name)}
        </Notice>
      )}
      <p>{words.accounts.signInIntro}</p>
      {passkeyRefused && (
        <Notice words={words.components} kind="no" focus>
          {words.factors.passkeyRefused}
        </Notice>
      )}
      <EmailForm {...{ current, next, problem }} />
      <PasskeyForm
        does="get"
        action={href(paths.passkeySignIn, org)}
        challenge={href(paths.passkeyChallenge, org)}
        label={words.factors.signInWithPasskey}
        problem={words.factors.passkeyProblem}
        kind="quiet"
      >
        {next && <input type="hidden" name="next" value={next} />}
      </PasskeyForm>
    </VisitorFrame>
  )
}
