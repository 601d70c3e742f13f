import type { Child } from 'hono/jsx'
import type { FoundOffer, OfferState } from '../../src/accounts/work-acceptance.ts'
import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'

export interface OfferPageProps {
  current: Current
  token: string
  state: OfferState
  offer: FoundOffer | undefined
}

/** An offer to work here: who makes it, what it is, one button. Reading it consumes nothing. */
export function OfferPage({ current, token, state, offer }: OfferPageProps) {
  const { words, organization, person } = current
  const text = words.staff.offer
  const at = { org: organization.slug, token }
  if (state === 'works_here')
    return (
      <Shell {...{ current }} title={text.worksTitle}>
        <div class="actions">
          <ButtonLink kind="primary" href={href(paths.manage, { org: organization.slug })}>
            {text.open}
          </ButtonLink>
        </div>
      </Shell>
    )
  if (state === 'somebody_else')
    return (
      <Shell {...{ current }} title={text.elseTitle}>
        <p>{text.elseText}</p>
        <form method="post" action={href(paths.logout)} class="actions">
          <Button kind="primary">{text.signOut}</Button>
        </form>
      </Shell>
    )
  if (state === 'dead' || !offer)
    return (
      <Shell {...{ current }} title={text.deadTitle}>
        <p>{text.deadText}</p>
      </Shell>
    )
  return (
    <Shell {...{ current }} title={text.title}>
      <p>{text.intro(organization.name, offer.createdByName)}</p>
      <p>
        {text.as}{' '}
        <b>{[offer.therapist && words.seats.therapist, offer.administrator && words.seats.administrator].filter(Boolean).join(' · ')}</b>
      </p>
      <p>{state === 'code' ? text.code : text.signedIn(person?.name ?? '')}</p>
      <form method="post" action={href(paths.staffInvitationAcceptance, at)} class="actions">
        <Button kind="primary">{state === 'code' ? text.sendCode : text.accept}</Button>
      </form>
    </Shell>
  )
}

function Shell({ current, title, children }: { current: Current; title: string; children?: Child }) {
  return (
    <VisitorFrame current={current} title={title} scripts={['app.js']}>
      <h1>{title}</h1>
      {children}
    </VisitorFrame>
  )
}
