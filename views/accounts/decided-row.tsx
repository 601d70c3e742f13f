import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { Decide, type ClaimCardProps } from './claim-card.tsx'

/** What became of somebody; a link or a refusal can be taken back while nothing came of it. */
export function DecidedRow({ current, claim, formKey, refusal }: ClaimCardProps) {
  const { words, organization, language } = current
  const at = { org: organization.slug, registrationId: claim.id }
  const state = claim.state as keyof typeof words.claims.became
  const mayReopen = claim.decidedAt !== null && claim.appointmentId === null && (claim.state === 'linked' || claim.state === 'refused')
  return (
    <div id={`registration-${claim.id}`} class="switch-row">
      <div class="switch-about">
        <p class="switch-label">{claim.name}</p>
        <p class="hint">
          {words.claims.became[state]}
          {claim.decidedByName && <> {words.claims.decidedBy(claim.decidedByName)}</>},{' '}
          <Time at={claim.decidedAt ?? claim.provedAt ?? claim.createdAt} zone={organization.zone} language={language} form="stamp" />
        </p>
        {refusal && (
          <Notice words={words.components} kind="no" focus>
            {words.claims.refusals[refusal]}
          </Notice>
        )}
        <div class="actions">
          {claim.clientId && (
            <a href={href(paths.client, { org: organization.slug, clientId: claim.clientId })}>{words.claims.openRecord}</a>
          )}
          {mayReopen && (
            <Decide action={href(paths.registrationReopening, at)} version={claim.version} formKey={`${formKey}-${claim.id.slice(-6)}`}>
              <Button kind="plain" icon="undo">
                {words.claims.reopen}
              </Button>
            </Decide>
          )}
        </div>
      </div>
    </div>
  )
}
