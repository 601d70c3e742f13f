import { newcomer, type Owner } from '../../src/accounts/arrival.ts'
import type { Current } from '../../src/current.ts'
import { Button } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'

export interface ChoosePersonPageProps {
  current: Current
  choice: { people: Pick<Owner, 'personId' | 'name'>[]; newcomer: string | null }
  /** Where the proof was sent to, and what of it is sent again. */
  action: string
  again: Record<string, string>
}

/** Several people read one mailbox: who proved it says who she is. Seen only by somebody who has the code or the link. */
export function ChoosePersonPage({ current, choice, action, again }: ChoosePersonPageProps) {
  const { words } = current
  return (
    <VisitorFrame current={current} title={words.accounts.whoTitle}>
      <h1>{words.accounts.whoTitle}</h1>
      <p>{words.accounts.whoIntro}</p>
      <form method="post" action={action} class="stack">
        {Object.entries(again).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {choice.people.map(({ personId, name }) => (
          <Button name="person" value={personId} icon="person">
            {words.accounts.iAm(name)}
          </Button>
        ))}
        {choice.newcomer !== null && (
          <Button name="person" value={newcomer} icon="add">
            {words.accounts.iAmNew(choice.newcomer)}
          </Button>
        )}
      </form>
    </VisitorFrame>
  )
}
