import type { Child } from 'hono/jsx'
import type { Candidate, Claim } from '../../src/accounts/claim-queries.ts'
import type { ClaimRefusal } from '../../src/accounts/claims.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'

export interface ClaimCardProps {
  current: StaffCurrent
  claim: Claim
  formKey: string
  refusal?: ClaimRefusal | undefined
}

/** Somebody who waits: what she typed, then every record it could be, each with the button that says "this is her". */
export function ClaimCard({ current, claim, formKey, refusal }: ClaimCardProps) {
  const { words, organization, language } = current
  const at = { org: organization.slug, registrationId: claim.id }
  const decision = { version: claim.version, formKey: `${formKey}-${claim.id.slice(-6)}` }
  return (
    <article id={`registration-${claim.id}`} class="card stack" aria-labelledby={`name-${claim.id}`}>
      <h3 id={`name-${claim.id}`}>{claim.name}</h3>
      {refusal && (
        <Notice words={words.components} kind="no" focus>
          {words.claims.refusals[refusal]}
        </Notice>
      )}
      <p class="soft">
        {words.claims.came}: {words.claims.origins[claim.origin]},{' '}
        <Time at={claim.provedAt ?? claim.createdAt} zone={organization.zone} language={language} form="stamp" />
      </p>
      <Facts
        title={words.claims.typed}
        rows={[
          [words.claims.email, `${claim.email} (${words.claims.proved})`],
          [words.claims.phone, claim.phone ?? words.claims.none],
          [words.claims.birthDate, claim.birthDate ?? words.claims.none],
          ...(claim.hold
            ? [
                [
                  words.claims.holds,
                  <Time at={claim.hold.startsAt} until={claim.hold.endsAt} zone={organization.zone} language={language} />,
                ] as [string, Child],
              ]
            : []),
          ...(claim.note ? [[words.claims.note, claim.note] as [string, Child]] : []),
        ]}
      />
      {claim.candidates.length === 0 && <p class="soft">{words.claims.nobodyOnFile}</p>}
      {claim.candidates.map((candidate) => (
        <OnFile {...{ current, candidate }}>
          {candidate.hasAccount ? (
            <p class="hint">{words.claims.cannotLink}</p>
          ) : (
            <Decide action={href(paths.registrationLink, at)} {...decision}>
              <input type="hidden" name="client" value={candidate.id} />
              <Button kind="primary">{words.claims.thisIs(candidate.name)}</Button> <span class="hint">{words.claims.thisIsHint}</span>
            </Decide>
          )}
        </OnFile>
      ))}
      <div class="actions">
        <Decide action={href(paths.registrationNewClient, at)} {...decision}>
          <Button>{words.claims.somebodyNew}</Button>
        </Decide>
        <Decide action={href(paths.registrationRefusal, at)} {...decision}>
          <Button kind="plain">{words.claims.refuse}</Button>
        </Decide>
      </div>
    </article>
  )
}

/** A decision: one press, with the version it was seen at. */
export function Decide({ action, version, formKey, children }: { action: string; version: number; formKey: string; children?: Child }) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="key" value={`${formKey}-${action.split('/').at(-1)?.slice(0, 4)}`} />
      {children}
    </form>
  )
}

/** A record it could be, and in words what is the same. */
function OnFile({ current, candidate, children }: { current: StaffCurrent; candidate: Candidate; children?: Child }) {
  const { words, organization } = current
  const { id, name, email, phone, birthDate, archived, hasAccount } = candidate
  const compared = (value: string | null, same: boolean) =>
    value ? `${value} (${same ? words.claims.same : words.claims.differs})` : words.claims.none
  return (
    <div class="stack">
      <Facts
        title={
          <>
            {words.claims.onFile}: <a href={href(paths.client, { org: organization.slug, clientId: id })}>{name}</a>{' '}
            {archived && <Badge>{words.claims.archived}</Badge>} {hasAccount && <Badge>{words.claims.hasAccount}</Badge>}
          </>
        }
        rows={[
          [words.claims.email, compared(email, candidate.sameEmail)],
          [words.claims.phone, compared(phone, candidate.samePhone)],
          [words.claims.birthDate, compared(birthDate, candidate.sameBirthDate)],
        ]}
      />
      {children}
    </div>
  )
}

function Facts({ title, rows }: { title: Child; rows: [string, Child][] }) {
  return (
    <div>
      <p>
        <b>{title}</b>
      </p>
      <ul>
        {rows.map(([label, value]) => (
          <li>
            <span class="soft">{label}:</span> {value}
          </li>
        ))}
      </ul>
    </div>
  )
}
