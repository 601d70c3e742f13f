import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { standing } from '../../src/settings/standing.ts'
import { ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'

/** LNK-3's address. Registration comes with accounts; until then it says whom to call, and whether to expect an invitation. */
export function JoinPage({ current }: { current: Current }) {
  const { words, organization, facts } = current
  const open = standing('client_signup', facts).effective
  return (
    <VisitorFrame current={current} title={words.accounts.joinTitle} back={href(paths.join, { org: organization.slug })}>
      <h1>{words.accounts.joinTitle}</h1>
      <p>{open ? words.accounts.joinOpen(organization.name) : words.accounts.joinClosed(organization.name)}</p>
      <div class="actions">
        <ButtonLink kind="primary" href={`tel:${organization.phone.replace(/[^+\d]/g, '')}`}>
          {words.accounts.callPractice(organization.phone)}
        </ButtonLink>
        <ButtonLink href={href(paths.login, { org: organization.slug })}>{words.accounts.haveAccount}</ButtonLink>
      </div>
    </VisitorFrame>
  )
}
