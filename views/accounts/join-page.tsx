import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { standing } from '../../src/settings/standing.ts'
import type { Problem } from '../../src/web/forms.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'
import { NewcomerErrors, NewcomerFields } from './newcomer-fields.tsx'

export interface JoinPageProps {
  current: Current
  /** The suffix of the link she came by. */
  k?: string | undefined
  problem?: Problem | undefined
}

/** LNK-3: somebody the practice does not know yet says who she is. By invitation only, it says so and whom to call (LNK-6). */
export function JoinPage({ current, k, problem }: JoinPageProps) {
  const { words, organization, facts, mine } = current
  const org = { org: organization.slug }
  const known = mine.some(({ access }) => access.kind === 'self')
  const open = standing('client_signup', facts).effective
  const title = known ? words.registration.knownTitle : open ? words.accounts.joinTitle : words.registration.closedTitle
  return (
    <VisitorFrame current={current} title={title} back={href(paths.join, org, { k })} scripts={['app.js']}>
      <h1>{title}</h1>
      {known && (
        <div class="actions">
          <ButtonLink kind="primary" href={href(paths.my, org)}>
            {words.registration.goToPortal}
          </ButtonLink>
        </div>
      )}
      {!known && !open && <ByInvitation current={current} />}
      {!known && open && <Form {...{ current, k, problem }} />}
    </VisitorFrame>
  )
}

function ByInvitation({ current: { words, organization } }: JoinPageProps) {
  return (
    <>
      <p>{words.accounts.joinClosed(organization.name)}</p>
      <div class="actions">
        <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
          {words.accounts.callPractice(organization.phone)}
        </ButtonLink>
        <ButtonLink href={href(paths.login, { org: organization.slug })}>{words.registration.haveAccount}</ButtonLink>
      </div>
    </>
  )
}

function Form({ current, k, problem }: JoinPageProps) {
  const { words, organization, person } = current
  const org = { org: organization.slug }
  return (
    <>
      <p>{words.registration.joinIntro(organization.name)}</p>
      <form method="post" action={href(paths.join, org)} class="stack" novalidate>
        <NewcomerErrors {...{ current, problem }} />
        <input type="hidden" name="key" value={newKey()} />
        {k && <input type="hidden" name="k" value={k} />}
        <NewcomerFields {...{ current, problem }} birthDate />
        <div class="actions">
          <Button kind="primary">{words.registration.register}</Button>
          {!person && (
            <ButtonLink kind="plain" href={href(paths.login, org)}>
              {words.registration.haveAccount}
            </ButtonLink>
          )}
        </div>
      </form>
    </>
  )
}
