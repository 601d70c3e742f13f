import { encode } from 'uqr'
import type { NewAuthenticator } from '../../src/accounts/authenticator.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { CodeField } from '../components/known-fields.tsx'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'
import { BackToSecurity } from './account-frame.tsx'

export interface AuthenticatorSetUpPageProps {
  current: SignedIn
  authenticator: NewAuthenticator
  next: string | undefined
  refusal?: 'wrong_code' | 'stale'
}

/** ACC-4: a picture for the app's camera, the same as text for typing, and the first code as proof that it works. */
export function AuthenticatorSetUpPage({ current, authenticator, next, refusal }: AuthenticatorSetUpPageProps) {
  const { words } = current
  const said = words.factors
  const error = refusal === 'wrong_code' ? said.wrongSetUp : undefined
  const { secret, address, sealed } = authenticator
  return (
    <VisitorFrame
      current={current}
      title={said.authenticatorTitle}
      back={href(paths.authenticator, {}, { next })}
      styles={['factors.css']}
      scripts={['app.js']}
    >
      <h1>{said.authenticatorTitle}</h1>
      {refusal === 'stale' && (
        <Notice words={words.components} kind="no" focus>
          {said.setUpStale}
        </Notice>
      )}
      <p>{said.authenticatorIntro}</p>
      <section class="stack">
        <h2>{said.scan}</h2>
        <QrCode text={address} label={said.picture} />
        <p>
          {said.orType} <code class="secret">{grouped(secret)}</code>
        </p>
      </section>
      <form method="post" action={href(paths.authenticator)} class="stack" novalidate>
        <h2>{said.typeCode}</h2>
        <ErrorSummary words={words.components} errors={error ? [{ field: 'code', message: error }] : []} />
        <input type="hidden" name="sealed" value={sealed} />
        {next && <input type="hidden" name="next" value={next} />}
        <CodeField label={said.appCode} error={error} />
        <Button kind="primary">{said.confirmApp}</Button>
      </form>
      {!current.session.owesSecondFactor && <BackToSecurity current={current} />}
    </VisitorFrame>
  )
}

/** Dark on light in both themes: cameras read nothing else. One line per row, drawn only where it is dark. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'L', border: 2 })
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path stroke="#000" d={data.map(lineOf).join('')} />
    </svg>
  )
}

/** "M0 3.5m2 0h7m1 0h1": in the middle of row 3, leave two out, draw seven, leave one out, draw one. */
function lineOf(row: boolean[], y: number): string {
  const runs =
    row
      .map((dark) => (dark ? '1' : '0'))
      .join('')
      .match(/0+|1+/g) ?? []
  const drawn = runs.slice(0, runs.at(-1)?.startsWith('0') ? -1 : undefined)
  return drawn.length === 0 ? '' : `M0 ${y}.5${drawn.map((run) => (run.startsWith('1') ? `h${run.length}` : `m${run.length} 0`)).join('')}`
}

/** "ABCD EFGH": four at a time, as they are typed. */
const grouped = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
