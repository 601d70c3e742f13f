import { hasNone } from '../../src/accounts/factor-rules.ts'
import type { Factors } from '../../src/accounts/factors.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { SignOut } from '../components/frame-parts.tsx'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'
import { CodeForm } from './code-form.tsx'
import { MailedCode } from './mailed-code.tsx'
import { PasskeyForm } from './passkey-form.tsx'

export interface ProvePageProps {
  current: SignedIn
  factors: Factors
  /** The second factor of a sign-in, or proving oneself again. */
  what: 'second_factor' | 'step_up'
  next: string
  /** What was typed or signed proves nothing. */
  refused?: boolean
  /** Too many tries: how long to wait. */
  minutes?: number | undefined
  /** A code is on its way by e-mail. */
  sent?: boolean
}

/** ACC-4, ACC-5: with a passkey, a code of the app or a recovery code; with an e-mail only who has neither. */
export function ProvePage({ current, factors, what, next, refused = false, minutes, sent = false }: ProvePageProps) {
  const { words } = current
  const said = words.factors
  const first = what === 'second_factor'
  const title = first ? said.giveTitle : said.confirmTitle
  const here = first ? paths.secondFactor : paths.confirmItsYou
  const byMail = hasNone(factors)
  const onlyPasskeys = factors.passkeys.length > 0 && !factors.authenticator
  const error = !refused || minutes !== undefined ? undefined : byMail ? said.mailedWrong : onlyPasskeys ? undefined : said.wrongCode
  return (
    <VisitorFrame current={current} title={title} back={href(here, {}, { next })} scripts={['app.js', 'passkeys.js']}>
      <h1>{title}</h1>
      {!first && <p>{said.confirmIntro}</p>}
      {minutes !== undefined && (
        <Notice words={words.components} kind="wait" focus>
          {said.wait(minutes)}
        </Notice>
      )}
      {refused && onlyPasskeys && minutes === undefined && (
        <Notice words={words.components} kind="no" focus>
          {said.passkeyProblem}
        </Notice>
      )}
      {factors.passkeys.length > 0 && (
        <>
          {first && <p>{said.givePasskeyText}</p>}
          <PasskeyForm
            does="get"
            action={href(first ? paths.secondFactorPasskey : paths.confirmationPasskey)}
            challenge={href(paths.personChallenge)}
            label={said.usePasskey}
            problem={said.passkeyProblem}
          >
            <input type="hidden" name="next" value={next} />
          </PasskeyForm>
          {onlyPasskeys && (
            <p class="soft" data-without-passkey>
              {said.cannot}
            </p>
          )}
        </>
      )}
      {!byMail && <CodeForm {...{ current, factors, action: href(here), next, error }} />}
      {byMail && <MailedCode {...{ current, next, sent, error }} />}
      {first && <SignOut current={current} />}
    </VisitorFrame>
  )
}
