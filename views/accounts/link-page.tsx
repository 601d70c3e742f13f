import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'

/** Where the e-mail's link leads: a button, because programs open links and people press buttons (ACC-1). */
export function LinkPage({ current, token, works }: { current: Current; token: string; works: boolean }) {
  const { words, organization } = current
  const org = organization.slug
  if (!works) {
    return (
      <VisitorFrame current={current} title={words.accounts.linkDeadTitle}>
        <h1>{words.accounts.linkDeadTitle}</h1>
        <p>{words.accounts.linkDead}</p>
        <div class="actions">
          <ButtonLink kind="primary" href={href(paths.login, { org })}>
            {words.accounts.newCode}
          </ButtonLink>
        </div>
      </VisitorFrame>
    )
  }
  return (
    <VisitorFrame current={current} title={words.accounts.linkTitle}>
      <h1>{words.accounts.linkTitle}</h1>
      <p>{words.accounts.linkIntro(organization.name)}</p>
      <form method="post" action={href(paths.loginLink, { org, token })} class="actions">
        <Button kind="primary">{words.accounts.signIn}</Button>
      </form>
    </VisitorFrame>
  )
}
