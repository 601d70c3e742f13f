import type { Child } from 'hono/jsx'
import type { OwnRegistration } from '../../src/accounts/registrations.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { standing } from '../../src/settings/standing.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printTime } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'
import type { Words } from '../words/words.ts'

export interface RegistrationPageProps {
  current: SignedIn
  registration: OwnRegistration
  /** "I am somebody else" came too late. */
  refused?: boolean
}

/** What became of a registration, in plain words (LNK-4): registered, being looked at, or an account that was there already. */
export function RegistrationPage({ current, registration, refused = false }: RegistrationPageProps) {
  const { words, organization } = current
  const Outcome = outcomes[outcomeOf(registration)]
  const title = titlesIn(words)[outcomeOf(registration)]
  return (
    <ClientFrame
      current={current}
      title={title}
      back={href(paths.registration, { org: organization.slug, registrationId: registration.id })}
      scripts={['app.js']}
    >
      <h1>{title}</h1>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {words.registration.changedMeanwhile}
        </Notice>
      )}
      <Outcome {...{ current, registration }} />
    </ClientFrame>
  )
}

type Outcome = 'done' | 'claim' | 'known' | 'refused'

function outcomeOf({ state, decidedAt }: OwnRegistration): Outcome {
  if (state === 'claim') return 'claim'
  if (state === 'linked' && decidedAt === null) return 'known'
  return state === 'refused' || state === 'expired' ? 'refused' : 'done'
}

const titlesIn = ({ registration }: Words): Record<Outcome, string> => ({
  done: registration.doneTitle,
  claim: registration.claimTitle,
  known: registration.knownTitle,
  refused: registration.refusedTitle,
})
const outcomes = { done: Done, claim: Claim, known: Known, refused: Refused } satisfies Record<
  Outcome,
  (props: RegistrationPageProps) => Child
>

function Done({ current, registration: { clientId, holdId, appointmentId } }: RegistrationPageProps) {
  const { words, organization, facts } = current
  const { effective, warning } = standing('self_scheduling', facts)
  const mayAsk = effective && warning === null && clientId !== null
  return (
    <>
      {holdId !== null && appointmentId === null && (
        <Notice words={words.components} kind="wait">
          {words.registration.timeGone}
        </Notice>
      )}
      <p>{words.registration.done(organization.name)}</p>
      <p>{mayAsk ? words.registration.doneNext : words.registration.doneCall(organization.phone)}</p>
      <div class="actions">
        {mayAsk && (
          <ButtonLink kind="primary" icon="calendar" href={href(paths.newAppointment, { org: organization.slug, clientId })}>
            {words.accounts.bookTitle}
          </ButtonLink>
        )}
        <ButtonLink kind={mayAsk ? 'quiet' : 'primary'} href={href(paths.my, { org: organization.slug })}>
          {words.registration.goToPortal}
        </ButtonLink>
      </div>
    </>
  )
}

function Claim({ current, registration: { heldAt } }: RegistrationPageProps) {
  const { words, organization, language } = current
  return (
    <>
      <p>{words.registration.claim(organization.name)}</p>
      {heldAt !== null && <p>{words.registration.claimHeld(printTime({ at: heldAt, zone: organization.zone, language, form: 'full' }))}</p>}
      <p class="soft">{words.registration.claimWhy}</p>
      <p>{words.registration.claimCall(organization.phone)}</p>
      <Call current={current} />
    </>
  )
}

function Known({ current, registration: { id, version } }: RegistrationPageProps) {
  const { words, organization } = current
  const org = organization.slug
  return (
    <>
      <p>{words.registration.known}</p>
      <div class="actions">
        <ButtonLink kind="primary" href={href(paths.my, { org })}>
          {words.registration.goToPortal}
        </ButtonLink>
      </div>
      <form method="post" action={href(paths.registrationOther, { org, registrationId: id })} class="stack">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="key" value={newKey()} />
        <p class="soft">{words.registration.somebodyElseHint}</p>
        <div class="actions">
          <Button>{words.registration.somebodyElse}</Button>
        </div>
      </form>
    </>
  )
}

function Refused({ current }: RegistrationPageProps) {
  const { words, organization } = current
  return (
    <>
      <p>{words.registration.refused(organization.phone)}</p>
      <Call current={current} />
    </>
  )
}

const Call = ({ current: { words, organization } }: Pick<RegistrationPageProps, 'current'>) => (
  <div class="actions">
    <ButtonLink icon="phone" href={telephone(organization.phone)}>
      {words.accounts.callPractice(organization.phone)}
    </ButtonLink>
  </div>
)
