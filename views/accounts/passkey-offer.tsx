import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'

/** ACC-3: offered after signing in by code; "Not now" is remembered by this browser. */
export function PasskeyOffer({ current: { words }, back }: { current: Current; back: string }) {
  const said = words.factors
  return (
    <aside class="card stack" aria-labelledby="passkey-offer">
      <div>
        <h2 id="passkey-offer">{said.offerTitle}</h2>
        <p>{said.offer}</p>
      </div>
      <form method="post" action={href(paths.passkeyOffer)} class="actions">
        <input type="hidden" name="back" value={back} />
        <ButtonLink icon="key" href={href(paths.passkeys)}>
          {said.offerMake}
        </ButtonLink>
        <Button kind="plain">{said.offerNo}</Button>
      </form>
    </aside>
  )
}
