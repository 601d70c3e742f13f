import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { CodeField } from '../components/known-fields.tsx'
import { VisitorFrame } from '../frames.tsx'

/** The code is typed where it was asked for. The field takes paste and the phone's own suggestion (WCAG 3.3.8). */
export function CodePage({ current, refused = false }: { current: Current; refused?: boolean }) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const error = refused ? words.accounts.codeError : undefined
  return (
    <VisitorFrame current={current} title={words.accounts.codeTitle} back={href(paths.loginCode, org)}>
      <h1>{words.accounts.codeTitle}</h1>
      <p>{words.accounts.codeIntro}</p>
      <form method="post" action={href(paths.loginCode, org)} class="stack" novalidate>
        <ErrorSummary words={words.components} errors={error ? [{ field: 'code', message: error }] : []} />
        <CodeField label={words.accounts.code} hint={words.accounts.codeHint} error={error} />
        <div class="actions">
          <Button kind="primary">{words.accounts.signIn}</Button>
          <ButtonLink kind="plain" href={href(paths.login, org)}>
            {words.accounts.newCode}
          </ButtonLink>
        </div>
      </form>
    </VisitorFrame>
  )
}
