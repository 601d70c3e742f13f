import type { Claim } from '../../src/accounts/claim-queries.ts'
import type { ClaimRefusal } from '../../src/accounts/claims.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { StaffFrame } from '../frames.tsx'
import { ClaimCard } from './claim-card.tsx'
import { DecidedRow } from './decided-row.tsx'

export interface RegistrationsPageProps {
  current: StaffCurrent
  /** Oldest first. */
  waiting: Claim[]
  /** Newest first. */
  lately: Claim[]
  formKey: string
  refused?: { id: string; refusal: ClaimRefusal } | undefined
}

/** LNK-4: who waits for a decision, side by side with whom it could be; and who came lately. */
export function RegistrationsPage({ current, waiting, lately, formKey, refused }: RegistrationsPageProps) {
  const { words, organization } = current
  const refusalOf = (id: string) => (refused?.id === id ? refused.refusal : undefined)
  return (
    <StaffFrame current={current} title={words.claims.title} here="clients" back={href(paths.registrations, { org: organization.slug })}>
      <p>
        <a href={href(paths.clients, { org: organization.slug })}>{words.claims.back}</a> ·{' '}
        <a href={href(paths.duplicates, { org: organization.slug })}>{words.duplicates.title}</a>
      </p>
      <h1>{words.claims.title}</h1>
      <p class="lead">{words.claims.intro}</p>
      <section aria-labelledby="waiting-heading" class="stack">
        <h2 id="waiting-heading">{words.claims.waitingHeading}</h2>
        {waiting.length === 0 && (
          <EmptyState icon="people" title={words.claims.nobodyTitle}>
            {words.claims.nobody}
          </EmptyState>
        )}
        {waiting.map((claim) => (
          <ClaimCard {...{ current, claim, formKey }} refusal={refusalOf(claim.id)} />
        ))}
      </section>
      <section aria-labelledby="lately-heading" class="stack">
        <h2 id="lately-heading">{words.claims.latelyHeading}</h2>
        {lately.length === 0 ? (
          <p class="soft">{words.claims.nobodyLately}</p>
        ) : (
          <div class="rows">
            {lately.map((claim) => (
              <DecidedRow {...{ current, claim, formKey }} refusal={refusalOf(claim.id)} />
            ))}
          </div>
        )}
      </section>
    </StaffFrame>
  )
}
