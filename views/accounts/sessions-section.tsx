import { deviceName } from '../../src/accounts/device-name.ts'
import type { OwnSession } from '../../src/accounts/own-sessions.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printAgo, Time } from '../components/time.tsx'
import type { Words } from '../words/words.ts'
import { Line } from './security-line.tsx'

export interface SessionsSectionProps {
  current: SignedIn
  sessions: OwnSession[]
  /** Just ended: the device of one, or all the others. Said, and the focus goes there. */
  ended?: string
}

/** Where she is signed in: the one she reads with first, each with its way out. */
export function SessionsSection({ current, sessions, ended }: SessionsSectionProps) {
  const { words } = current
  const isThis = ({ id }: OwnSession) => id === current.session.id
  const inOrder = [...sessions.filter(isThis), ...sessions.filter((session) => !isThis(session))]
  return (
    <section id="sessions" aria-labelledby="sessions-heading" class="stack">
      <h2 id="sessions-heading">{words.security.sessionsHeading}</h2>
      {ended !== undefined && (
        <Notice words={words.components} kind="ok" focus>
          <span data-announce>
            {ended === 'others' ? words.security.signedOutOthers : words.security.signedOutOne(deviceIn(words, ended))}
          </span>
        </Notice>
      )}
      <div class="rows">
        {inOrder.map((session) => (
          <SessionLine current={current} session={session} here={isThis(session)} />
        ))}
      </div>
      {sessions.length > 1 && <p class="soft">{words.security.unfamiliar}</p>}
      <div class="actions">
        {sessions.length > 1 && <EndSessions current={current} which="others" />}
        {sessions.length > 1 && <EndSessions current={current} which="all" />}
      </div>
    </section>
  )
}

function SessionLine({ current, session, here }: { current: SignedIn; session: OwnSession; here: boolean }) {
  const { words, language, organization, now } = current
  const { id, device, place, method, createdAt, lastSeenAt, sharedComputer, organizationId, practice } = session
  const action = here ? href(paths.logout) : href(paths.sessionEnd, { sessionId: id })
  const name = deviceIn(words, device)
  const about = [
    place,
    organizationId !== organization.id && words.security.at(practice),
    sharedComputer && words.security.sharedComputer,
  ].filter(Boolean)
  return (
    <Line
      id={`session-${id}`}
      title={
        <>
          {name} {here && <Badge kind="accent">{words.security.thisOne}</Badge>}
        </>
      }
      hint={
        <>
          {about.length > 0 && `${about.join(' · ')} · `}
          {words.security.signedIn} <Time at={createdAt} zone={organization.zone} language={language} /> {words.security.methods[method]}
          {!here && ` · ${words.security.lastUsed} ${printAgo(lastSeenAt, now, language)}`}
        </>
      }
      action={
        <form method="post" action={action} {...(!here && inPlace(action))}>
          <Button>
            {words.security.signOut}
            <span class="visually-hidden"> {name}</span>
          </Button>
        </form>
      }
    />
  )
}

/** All the others, or all: one button each. The second ends this session too, so it leaves the page. */
export function EndSessions({ current: { words }, which }: { current: SignedIn; which: 'others' | 'all' }) {
  const action = href(paths.sessionsEnd)
  return (
    <form method="post" action={action} {...(which === 'others' && inPlace(action))}>
      <Button name="which" value={which}>
        {which === 'others' ? words.security.signOutOthers : words.security.signOutAll}
      </Button>
    </form>
  )
}

const inPlace = (action: string) => ({
  'hx-post': action,
  'hx-target': '#sessions',
  'hx-swap': 'outerHTML',
  'hx-sync': 'this:drop',
})

/** "Chrome on Android"; what is known of it; or that nothing is. */
function deviceIn({ security }: Words, userAgent: string): string {
  const { browser, system } = deviceName(userAgent)
  if (browser && system) return security.on(browser, system)
  return browser ?? system ?? security.unknownDevice
}
