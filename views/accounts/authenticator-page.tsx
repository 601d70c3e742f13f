import type { Factors } from '../../src/accounts/factors.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { AccountFrame, BackToSecurity } from './account-frame.tsx'
import { RecoverySection } from './recovery-section.tsx'

export interface AuthenticatorPageProps {
  current: SignedIn
  factors: Factors
  /** It is the last one of somebody who works here. */
  refused?: boolean
}

/** ACC-4: an authenticator that is set up: since when, its recovery codes, and its end. */
export function AuthenticatorPage({ current, factors, refused = false }: AuthenticatorPageProps) {
  const { words, language, organization, now } = current
  const said = words.factors
  const at = factors.authenticator?.confirmedAt ?? now
  return (
    <AccountFrame current={current} title={said.authenticatorTitle} back={href(paths.authenticator)} scripts={['app.js']}>
      <h1>{said.authenticatorTitle}</h1>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {said.lastFactor}
        </Notice>
      )}
      <p>
        {said.hasAuthenticator} <Time at={at} zone={organization.zone} language={language} form="stamp" now={now} />.
      </p>
      <RecoverySection {...{ current, factors }} />
      <Disclosure summary={said.authenticatorRemove} kind="plain">
        <form method="post" action={href(paths.authenticatorRemoval)} class="stack">
          <p>{said.authenticatorRemoveSure}</p>
          <Button kind="danger">{said.authenticatorRemove}</Button>
        </form>
      </Disclosure>
      <BackToSecurity current={current} />
    </AccountFrame>
  )
}
