import type { WaitingChange } from '../../src/accounts/email-change.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { AccountFrame } from './account-frame.tsx'

/** Where the e-mail at the new address leads: a button. Used, expired, revoked or somebody else's: one page that says the same. */
export function EmailLinkPage({ current, change, token }: { current: SignedIn; change: WaitingChange | undefined; token: string }) {
  const { words, organization } = current
  const back = href(paths.security)
  if (!change) {
    return (
      <AccountFrame current={current} title={words.security.deadTitle} back={back}>
        <h1>{words.security.deadTitle}</h1>
        <p>{words.security.deadText}</p>
        <div class="actions">
          <ButtonLink kind="primary" href={href(paths.emailChange)}>
            {words.security.emailChange}
          </ButtonLink>
        </div>
      </AccountFrame>
    )
  }
  const action = href(paths.emailChangeLink, { org: organization.slug, token })
  return (
    <AccountFrame current={current} title={words.security.confirmTitle} back={action}>
      <h1>{words.security.confirmTitle}</h1>
      <p>{words.security.confirmText(change.newEmail)}</p>
      <form method="post" action={action} class="actions">
        <Button kind="primary">{words.security.confirm}</Button>
        <ButtonLink kind="plain" href={back}>
          {words.security.keepAddress}
        </ButtonLink>
      </form>
    </AccountFrame>
  )
}
