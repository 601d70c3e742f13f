import type { Child } from 'hono/jsx'
import type { Prospects } from '../../src/accounts/invitation-acceptance.ts'
import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'

export interface InvitationPageProps {
  current: Current
  token: string
  prospects: Prospects
  /** Where it went, as far as whoever has the link may know: "n...@family.example"; '' when it does not matter. */
  address: string
}

/** Where an invitation leads (ACC-21): who invites, which address, one button. It works without any script, and reading consumes nothing. */
export function InvitationPage({ current, token, prospects, address }: InvitationPageProps) {
  const { organization, person } = current
  const { page } = current.words.invitations
  const at = { org: organization.slug, token }
  const accept = (label: string) => (
    <form method="post" action={href(paths.invitationAcceptance, at)} class="actions">
      <Button kind="primary">{label}</Button>
    </form>
  )
  if (prospects === 'link' || prospects === 'second_factor' || prospects === 'hers')
    return (
      <Shell {...{ current, token }} title={page.title} act={accept(page.accept)}>
        <p>{page.intro(organization.name)}</p>
        <p>{page.signedIn(person?.name ?? '')}</p>
      </Shell>
    )
  if (prospects === 'code')
    return (
      <Shell {...{ current, token }} title={page.title} act={accept(page.sendCode)}>
        <p>{page.intro(organization.name)}</p>
        <p>{page.boundTo(address)}</p>
      </Shell>
    )
  if (prospects === 'somebody_else')
    return (
      <Shell
        {...{ current, token }}
        title={page.elseTitle}
        act={
          <form method="post" action={href(paths.logout)} class="actions">
            <Button kind="primary">{page.signOut}</Button>
          </form>
        }
      >
        <p>{page.elseText(address)}</p>
      </Shell>
    )
  return <NotOpen {...{ current, token, prospects, address }} />
}

/** What there is instead: a sign-in, a new invitation, or a telephone. */
function NotOpen({ current, token, prospects, address }: InvitationPageProps) {
  const { organization } = current
  const { page } = current.words.invitations
  const org = { org: organization.slug }
  if (prospects === 'account')
    return (
      <Shell
        {...{ current, token }}
        title={page.accountTitle}
        act={
          <div class="actions">
            <ButtonLink kind="primary" href={href(paths.login, org)}>
              {page.signIn}
            </ButtonLink>
          </div>
        }
      >
        <p>{page.accountText}</p>
      </Shell>
    )
  if (prospects === 'expired')
    return (
      <Shell
        {...{ current, token }}
        title={page.expiredTitle}
        act={
          <form method="post" action={href(paths.invitationRenewal, { ...org, token })} class="actions">
            <Button kind="primary">{page.renew}</Button>
          </form>
        }
      >
        <p>{page.expiredText(address)}</p>
      </Shell>
    )
  return (
    <Shell {...{ current, token }} title={page.deadTitle} act={<Call current={current} />}>
      <p>{page.deadText}</p>
    </Shell>
  )
}

/** The answer to "send me a new one", whatever came of it. */
export function RenewedPage({ current, token }: { current: Current; token: string }) {
  const { page } = current.words.invitations
  return (
    <Shell {...{ current, token }} title={page.renewedTitle} act={<Call current={current} />}>
      <p>{page.renewedText}</p>
    </Shell>
  )
}

function Call({ current: { words, organization } }: { current: Current }) {
  return (
    <div class="actions">
      <ButtonLink icon="phone" href={telephone(organization.phone)}>
        {words.accounts.callPractice(organization.phone)}
      </ButtonLink>
    </div>
  )
}

function Shell({ current, title, token, children, act }: { current: Current; title: string; token: string; children?: Child; act: Child }) {
  return (
    <VisitorFrame
      current={current}
      title={title}
      back={href(paths.invitation, { org: current.organization.slug, token })}
      scripts={['app.js']}
    >
      <h1>{title}</h1>
      {children}
      {act}
    </VisitorFrame>
  )
}
