import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'

export interface SafeAddressPageProps {
  current: Current
  state: 'open' | 'done' | 'dead'
  email?: string
  token?: string
}

/** Where the link to a safe address leads: one button, and nothing of whom it is about (NOT-8). */
export function SafeAddressPage({ current, state, email = '', token = '' }: SafeAddressPageProps) {
  const said = current.words.wishes.safe
  const org = current.organization.slug
  const title = state === 'dead' ? said.deadTitle : said.linkTitle
  return (
    <VisitorFrame current={current} title={title} back={href(paths.login, { org })}>
      <h1>{title}</h1>
      {state === 'dead' && <p>{said.dead}</p>}
      {state === 'done' && <p>{said.linkDone}</p>}
      {state === 'open' && (
        <form method="post" action={href(paths.safeAddressLink, { org, token })} class="stack">
          <p>{said.linkText(email)}</p>
          <Button kind="primary">{said.linkButton}</Button>
        </form>
      )}
    </VisitorFrame>
  )
}
