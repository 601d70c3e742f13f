import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'

export interface RecoveryCodesPageProps {
  current: SignedIn
  codes: string[]
  /** Where she goes on once she has kept them. */
  onward: string
}

/** ACC-4: shown once. Printed, only the codes and what they are for are on the paper. */
export function RecoveryCodesPage({ current, codes, onward }: RecoveryCodesPageProps) {
  const { words } = current
  const said = words.factors
  return (
    <VisitorFrame
      current={current}
      title={said.recoveryTitle}
      back={href(paths.authenticator)}
      styles={['factors.css']}
      scripts={['app.js']}
    >
      <h1>{said.recoveryTitle}</h1>
      <p>{said.recoveryIntro}</p>
      <ol class="recovery-codes">
        {codes.map((code) => (
          <li>{code}</li>
        ))}
      </ol>
      <Notice words={words.components} kind="wait">
        {said.recoveryOnce}
      </Notice>
      <div class="actions">
        <ButtonLink kind="primary" href={onward}>
          {said.recoveryKept}
        </ButtonLink>
        <Button type="button" icon="copy" data-copy={codes.join('\n')} data-copied={words.components.copied}>
          <span>{said.recoveryCopy}</span>
        </Button>
      </div>
    </VisitorFrame>
  )
}
