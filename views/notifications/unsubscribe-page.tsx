import type { Current } from '../../src/current.ts'
import type { ReliefState } from '../../src/notifications/relieving.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'

export interface UnsubscribePageProps {
  current: Current
  state: ReliefState
  token: string
  /** How often a staff member was written to before. */
  was: 'each' | 'digest'
}

/** One question with one button; when it is done, the way back. It names nobody. */
export function UnsubscribePage({ current, state, token, was }: UnsubscribePageProps) {
  const { words, organization } = current
  const said = words.wishes.stop
  const { kind } = state.relief
  const at = { org: organization.slug, token }
  const page = kind === 'staff' ? paths.staffWishes : paths.wishes
  return (
    <VisitorFrame current={current} title={said.title} back={href(paths.unsubscribe, at)}>
      <h1>{said.title}</h1>
      {state.isOff ? (
        <form method="post" action={href(paths.unsubscribeUndo, at)} class="stack">
          <Notice words={words.components} kind="ok">
            {said.done[kind]}
          </Notice>
          <input type="hidden" name="was" value={was} />
          <Button>{said.undo}</Button>
        </form>
      ) : (
        <form method="post" action={href(paths.unsubscribe, at)} class="stack">
          <p>{said.ask[kind]}</p>
          <Button kind="primary">{said.button}</Button>
        </form>
      )}
      <p class="soft">{said.keep}</p>
      {state.hasAccount && (
        <p>
          <a href={href(page, { org: organization.slug })}>{said.more}</a>
        </p>
      )}
    </VisitorFrame>
  )
}
