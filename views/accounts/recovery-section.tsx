import type { Factors } from '../../src/accounts/factors.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'

/** How many recovery codes are left, and a new set. */
export function RecoverySection({ current, factors }: { current: SignedIn; factors: Factors }) {
  const said = current.words.factors
  return (
    <form method="post" action={href(paths.recoveryCodes)} class="stack">
      <p>
        {said.recoveryLeft(factors.recoveryCodesLeft)} {factors.recoveryCodesLeft > 0 && said.recoveryReplaces}
      </p>
      <Button>{said.recoveryNew}</Button>
    </form>
  )
}
