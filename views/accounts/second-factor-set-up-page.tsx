import { wayToAdd } from '../../src/accounts/factor-rules.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { SignOut } from '../components/frame-parts.tsx'
import { VisitorFrame } from '../frames.tsx'
import { PasskeyForm } from './passkey-form.tsx'

/** ACC-4: whoever works here chooses a second factor before she sees anything else. */
export function SecondFactorSetUpPage({ current, next }: { current: SignedIn; next: string }) {
  const said = current.words.factors
  const open = wayToAdd(current, { passkeys: 0, authenticator: false }) === 'open'
  const here = href(paths.secondFactor, {}, { next })
  return (
    <VisitorFrame current={current} title={said.setUpTitle} back={here} scripts={['app.js', 'passkeys.js']}>
      <h1>{said.setUpTitle}</h1>
      <p>{said.setUpIntro}</p>
      <section class="stack">
        <h2>
          {said.passkeyWay} <Badge kind="ok">{said.recommended}</Badge>
        </h2>
        <p>{said.passkeysIntro}</p>
        {open ? (
          <>
            <PasskeyForm
              does="create"
              action={href(paths.passkeys)}
              challenge={href(paths.passkeyOptions)}
              label={said.makePasskey}
              problem={said.makeProblem}
            >
              <input type="hidden" name="next" value={next} />
            </PasskeyForm>
            <p class="soft" data-without-passkey>
              {said.cannot}
            </p>
          </>
        ) : (
          <ButtonLink kind="primary" icon="key" href={href(paths.confirmItsYou, {}, { next: here })}>
            {said.makePasskey}
          </ButtonLink>
        )}
      </section>
      <section class="stack">
        <h2>{said.appWay}</h2>
        <p>{said.appWayText}</p>
        <ButtonLink href={href(paths.authenticator, {}, { next })}>{said.useApp}</ButtonLink>
      </section>
      <SignOut current={current} />
    </VisitorFrame>
  )
}
