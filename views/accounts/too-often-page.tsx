import type { Current } from '../../src/current.ts'
import { ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'

/** ACC-7: slower for a while, never locked out. */
export function TooOftenPage({ current, minutes }: { current: Current; minutes: number }) {
  const { words, organization } = current
  return (
    <VisitorFrame current={current} title={words.accounts.tooOftenTitle}>
      <h1>{words.accounts.tooOftenTitle}</h1>
      <p>{words.accounts.tooOften(minutes)}</p>
      <div class="actions">
        <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
          {words.accounts.callPractice(organization.phone)}
        </ButtonLink>
      </div>
    </VisitorFrame>
  )
}
