import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'

/** An address that was a link once: the practice has another now. Whoever has an account signs in as always. */
export function LinkReplacedPage({ current, kind }: { current: Current; kind: 'login' | 'book' | 'join' }) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <VisitorFrame current={current} title={words.registration.replacedTitle} back={href(paths[kind], org)} scripts={['app.js']}>
      <h1>{words.registration.replacedTitle}</h1>
      <p>{words.registration.replaced(organization.name)}</p>
      <p>{words.registration.replacedSignIn}</p>
      <div class="actions">
        <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
          {words.accounts.callPractice(organization.phone)}
        </ButtonLink>
        <ButtonLink href={href(paths.login, org)}>{words.accounts.signInTitle}</ButtonLink>
      </div>
    </VisitorFrame>
  )
}
