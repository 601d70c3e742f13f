import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'

export interface AuditPageProps {
  current: StaffCurrent
  /** The last seal; null before the first. `sealed_at` is epoch ms. */
  last: { number: number; entries: number; digest: string; sealed_at: number } | null
}

/** SEC-5: how the audit is protected, how far it is sealed, and the proof to take along. */
export function AuditPage({ current, last }: AuditPageProps) {
  const { words, organization, language, now } = current
  const org = { org: organization.slug }
  const said = words.sealing
  return (
    <StaffFrame current={current} title={said.title} here="portal" back={href(paths.audit, org)} scripts={['app.js']}>
      <p>
        <a href={href(paths.history, org)}>{said.back}</a>
      </p>
      <h1>{said.title}</h1>
      <p class="lead">{said.intro(organization.name)}</p>
      {last === null ? (
        <EmptyState icon="clock" title={said.none}>
          {said.noneYet}
        </EmptyState>
      ) : (
        <div class="card stack">
          <p>
            {said.sealed(last.entries.toLocaleString(language), last.number.toLocaleString(language))}{' '}
            <Time at={last.sealed_at} zone={organization.zone} language={language} form="stamp" now={now} />.{' '}
            <span class="soft">{said.soon}</span>
          </p>
          <p id="anchor-hint">{said.why}</p>
          <div class="actions">
            <ButtonLink kind="primary" href={href(paths.auditAnchor, org)} download aria-describedby="anchor-hint">
              {said.download}
            </ButtonLink>
          </div>
          <p class="meta">{said.check}</p>
        </div>
      )}
    </StaffFrame>
  )
}
