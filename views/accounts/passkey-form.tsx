import type { Child } from 'hono/jsx'
import { Button, type ButtonKind } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'

export interface PasskeyFormProps {
  /** `get`: a passkey is asked for. `create`: one is made. */
  does: 'get' | 'create'
  /** Where the device's answer is sent, and where its options come from (both POST). */
  action: string
  challenge: string
  label: string
  /** What is said when the device gave no answer. */
  problem: string
  kind?: ButtonKind
  /** Fields that go along. */
  children?: Child
}

/**
 * One press, and the device asks for a finger, a face or a PIN. Hidden until public/passkeys.js has found that the browser can: a page
 * with it has `scripts={['app.js', 'passkeys.js']}`.
 */
export function PasskeyForm({ does, action, challenge, label, problem, kind = 'primary', children }: PasskeyFormProps) {
  return (
    <form method="post" action={action} data-passkey={does} data-challenge={challenge} class="stack" hidden>
      <input type="hidden" name="answer" value="" />
      {children}
      <div class="actions">
        <Button kind={kind} icon="key">
          {label}
        </Button>
      </div>
      <p class="error" role="alert" tabindex={-1} data-problem hidden>
        <Icon name="alert" />
        {problem}
      </p>
    </form>
  )
}
