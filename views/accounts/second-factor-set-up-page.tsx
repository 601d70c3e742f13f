import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { SignOut } from '../components/frame-parts.tsx'
import { VisitorFrame } from '../frames.tsx'
import { MakePasskey } from './make-passkey.tsx'

/** ACC-4: whoever works here chooses a second factor before she sees anything else. */
export function SecondFactorSetUpPage({ current, next }: { current: SignedIn; next: string }) {
  const said = current.words.factors
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
        <MakePasskey current={current} count={none} here={here} next={next} />
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

const none = { passkeys: 0, authenticator: false }
