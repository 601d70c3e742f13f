import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'
import { EmailForm } from './email-form.tsx'

export interface LoginPageProps {
  current: Current
  /** Where to go afterwards: a path of ours. */
  next?: string | undefined
  problem?: Problem
  /** She came by an address that was the Login Link once. */
  replaced?: boolean
}

/** ACC-1: one form, one answer. */
export function LoginPage({ current, next, problem, replaced = false }: LoginPageProps) {
  const { words, organization } = current
  return (
    <VisitorFrame current={current} title={words.accounts.signInTitle} back={href(paths.login, { org: organization.slug }, { next })}>
      <h1>{words.accounts.signInTitle}</h1>
      {replaced && (
        <Notice words={words.components} title={words.registration.replacedTitle}>
          {words.registration.replacedLogin(organization.name)}
        </Notice>
      )}
      <p>{words.accounts.signInIntro}</p>
      <EmailForm {...{ current, next, problem }} />
    </VisitorFrame>
  )
}
