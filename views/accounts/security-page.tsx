import type { Means, OwnSession } from '../../src/accounts/own-sessions.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printAgo } from '../components/time.tsx'
import { AccountFrame } from './account-frame.tsx'
import { Line } from './security-line.tsx'
import { EndSessions, SessionsSection } from './sessions-section.tsx'

export { SessionsSection } from './sessions-section.tsx'

export interface SecurityPageProps {
  current: SignedIn
  means: Means
  sessions: OwnSession[]
}

/** ACC-6: how she signs in, and where she is signed in now. */
export function SecurityPage({ current, means, sessions }: SecurityPageProps) {
  const { words } = current
  return (
    <AccountFrame current={current} title={words.security.title} back={href(paths.security)}>
      <h1>{words.security.title}</h1>
      <p class="lead">{words.security.intro}</p>
      {isRecent(means.emailChangedAt, current.now) && (
        <Notice
          words={words.components}
          kind="ok"
          title={words.security.emailJustChanged}
          action={sessions.length > 1 && <EndSessions current={current} which="others" />}
        >
          {sessions.length > 1 && words.security.emailJustChangedHint}
        </Notice>
      )}
      <Address current={current} means={means} />
      <Ways current={current} means={means} />
      <SessionsSection current={current} sessions={sessions} />
    </AccountFrame>
  )
}

/** Said for ten minutes on every visit, so that a reload does not swallow it. */
const isRecent = (at: number | null, now: number): boolean => at !== null && now - at < 10 * 60_000

function Address({ current, means }: { current: SignedIn; means: Means }) {
  const { words, person } = current
  return (
    <section aria-labelledby="email-heading">
      <h2 id="email-heading">{words.security.emailHeading}</h2>
      {means.waitingEmail && (
        <Notice words={words.components} kind="wait" title={words.security.sentTitle}>
          {words.security.sentText(means.waitingEmail)}
        </Notice>
      )}
      <div class="rows">
        <Line
          title={words.security.emailIs(person.email)}
          action={<ButtonLink href={href(paths.emailChange)}>{words.security.emailChange}</ButtonLink>}
        />
      </div>
    </section>
  )
}

function Ways({ current, means }: { current: SignedIn; means: Means }) {
  const { words, now, language } = current
  const { passkeys, passkeyUsedAt, hasAuthenticator } = means
  const { security } = words
  const used = passkeyUsedAt === null ? '' : ` ${security.lastUsed} ${printAgo(passkeyUsedAt, now, language)}.`
  return (
    <section aria-labelledby="ways-heading">
      <h2 id="ways-heading">{security.waysHeading}</h2>
      <div class="rows">
        <Line
          title={security.passkeys}
          hint={passkeys === 0 ? security.passkeysNone : security.passkeysCount(passkeys) + used}
          action={
            <ButtonLink href={href(paths.passkeys)} aria-label={security.passkeysOpen}>
              {security.open}
            </ButtonLink>
          }
        />
        <Line
          title={security.authenticator}
          hint={hasAuthenticator ? security.authenticatorOn : security.authenticatorOff}
          action={
            <ButtonLink href={href(paths.authenticator)} aria-label={security.authenticatorOpen}>
              {security.open}
            </ButtonLink>
          }
        />
      </div>
    </section>
  )
}
