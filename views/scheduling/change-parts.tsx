import type { Child } from 'hono/jsx'
import type { ClientCurrent } from '../../src/current.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { ChangeRefusal } from '../../src/scheduling/cancelling.ts'
import type { MoveRefusal } from '../../src/scheduling/moves.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Notice } from '../components/notice.tsx'

/** Why a client's change was not made; `taken` has a page of its own. */
export type RefusalKind = ChangeRefusal | Exclude<MoveRefusal['kind'], 'taken'> | 'overlap'

/** The reason, with the number to call where only that helps. */
export function Refusal({ current: { words, organization }, refusal }: { current: ClientCurrent; refusal: RefusalKind }) {
  const text = { ...words.scheduling.refusals, ...words.changing.refusals }[refusal]
  return (
    <Notice words={words.components} kind="no" focus>
      {typeof text === 'string' ? text : text(organization.phone)}
    </Notice>
  )
}

/** A change of this row: with the version that was seen, and a key of its own (SCH-25). */
export function Change({ request, action, children }: { request: Pick<Appointment, 'version'>; action: string; children?: Child }) {
  return (
    <form method="post" action={action} class="stack">
      <input type="hidden" name="version" value={String(request.version)} />
      <input type="hidden" name="key" value={newKey()} />
      <>{children}</>
    </form>
  )
}
