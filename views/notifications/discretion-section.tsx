import type { SignedIn } from '../../src/current.ts'
import type { Discretion } from '../../src/notifications/discretion.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'

/** What became of the last choice: which form, and how it ended. */
export interface DiscretionState {
  clientId: string
  about: 'discretion' | 'safe'
  outcome: 'saved' | 'stale' | 'no_address' | 'same' | 'too_often'
  typed?: string
}

export interface DiscretionSectionProps {
  current: SignedIn
  record: Discretion
  several?: boolean
  /** On the page that staff have of her. */
  forStaff?: boolean
  state?: DiscretionState | undefined
}

/** NOT-8: what e-mails about a client may say, and where they go: on her own page, and on the one that staff have of her. */
export function DiscretionSection({ current, record, several = false, forStaff = false, state }: DiscretionSectionProps) {
  const { words } = current
  const said = words.wishes.discretion
  const hints = {
    neutral: said.neutralHint,
    date_and_time: said.date_and_timeHint,
    no_email: forStaff ? said.no_emailHintStaff : said.no_emailHint,
  }
  const mine = state?.clientId === record.clientId ? state : undefined
  const heading = forStaff ? said.headingStaff : several ? said.headingOf(record.name) : said.heading
  return (
    <section id={`discretion-${record.clientId}`} aria-labelledby={`${record.clientId}-discretion`}>
      <h2 id={`${record.clientId}-discretion`}>{heading}</h2>
      <form method="post" action={addressesOf(current, record, forStaff).discretion} class="card stack">
        {mine?.about === 'discretion' && <Said current={current} outcome={mine.outcome} />}
        <Seen record={record} />
        <fieldset class="field">
          <legend>{said.legend}</legend>
          {(['neutral', 'date_and_time', 'no_email'] as const).map((one) => {
            const id = `${record.clientId}-${one}`
            return (
              <div class="field check">
                <input type="radio" id={id} name="discreet" value={one} checked={record.discreet === one} aria-describedby={`${id}-hint`} />
                <label for={id}>{words.wishes.discretion[one]}</label>
                <p class="hint" id={`${id}-hint`}>
                  {hints[one]}
                </p>
              </div>
            )
          })}
        </fieldset>
        <ByWhom current={current} record={record} />
        <div class="actions">
          <Button>{said.save}</Button>
        </div>
      </form>
      <SafeAddress current={current} record={record} forStaff={forStaff} state={mine?.about === 'safe' ? mine : undefined} />
    </section>
  )
}

function ByWhom({ current, record }: Pick<DiscretionSectionProps, 'current' | 'record'>) {
  if (record.changedAt === null) return <></>
  const day = printDate(record.changedAt, current.organization.zone, current.language)
  return <p class="soft">{current.words.wishes.discretion.by(record.changedByName ?? '', day)}</p>
}

/** Another address for everything about her: asked for, waiting, in use. */
function SafeAddress({ current, record, forStaff = false, state }: DiscretionSectionProps) {
  const { words } = current
  const said = words.wishes.safe
  const { safe, safeEnd } = addressesOf(current, record, forStaff)
  const problem = state && state.outcome !== 'saved' ? said.problems[state.outcome] : undefined
  return (
    <div class="card stack" id={`safe-${record.clientId}`}>
      <h3>{said.heading}</h3>
      <p>{forStaff ? said.introStaff : said.intro}</p>
      {!forStaff && (
        <p class="soft">
          {said.signIn} <a href={href(paths.emailChange)}>{said.signInLink}</a>.
        </p>
      )}
      {record.safeEmail && <p>{said.now(record.safeEmail)}</p>}
      {record.waiting && (
        <Notice words={words.components} kind="wait">
          {(forStaff ? said.waitingStaff : said.waiting)(record.waiting.email)}
        </Notice>
      )}
      {(record.safeEmail || record.waiting) && (
        <form method="post" action={safeEnd}>
          <Seen record={record} />
          <Button kind="plain">{record.safeEmail ? said.end : said.giveUp}</Button>
        </form>
      )}
      <Disclosure
        summary={record.safeEmail || record.waiting ? said.another : said.label}
        open={problem !== undefined}
        place="inline"
        icon="mail"
      >
        <form method="post" action={safe} class="stack" novalidate>
          <Seen record={record} />
          <Field
            label={said.label}
            name="email"
            id={`safe-email-${record.clientId}`}
            type="email"
            inputmode="email"
            autocomplete="off"
            autocapitalize="none"
            maxlength={254}
            value={state?.typed}
            {...(problem && { error: problem, 'data-focus': true })}
          />
          <div class="actions">
            <Button>{said.ask}</Button>
          </div>
        </form>
      </Disclosure>
    </div>
  )
}

function Said({ current, outcome }: { current: SignedIn; outcome: DiscretionState['outcome'] }) {
  const { words } = current
  const { saved, stale } = words.wishes.discretion
  return (
    <Notice words={words.components} kind={outcome === 'saved' ? 'ok' : 'no'} focus={outcome !== 'saved'}>
      {outcome === 'saved' ? saved : stale}
    </Notice>
  )
}

const Seen = ({ record }: { record: Discretion }) => (
  <>
    <input type="hidden" name="version" value={String(record.version)} />
    <input type="hidden" name="key" value={newKey()} />
  </>
)

function addressesOf(current: SignedIn, { clientId }: Discretion, forStaff: boolean) {
  const at = { org: current.organization.slug, clientId }
  return forStaff
    ? {
        discretion: href(paths.clientDiscretion, at),
        safe: href(paths.clientSafeAddress, at),
        safeEnd: href(paths.clientSafeAddressEnd, at),
      }
    : { discretion: href(paths.discretion, at), safe: href(paths.safeAddress, at), safeEnd: href(paths.safeAddressEnd, at) }
}
