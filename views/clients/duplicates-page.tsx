import { probable } from '../../src/clients/similarity.ts'
import type { Dismissed, DuplicatesRead, Pair } from '../../src/clients/duplicates.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Badge } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { StaffFrame } from '../frames.tsx'

export interface DuplicatesPageProps extends DuplicatesRead {
  current: StaffCurrent
  dismissed: Dismissed[]
  formKey: string
}

/** LNK-5: pairs of records that may be one person, each with what is the same. */
export function DuplicatesPage({ current, pairs, after, dismissed, formKey }: DuplicatesPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={words.duplicates.title} here="clients" back={href(paths.duplicates, org)}>
      <p>
        <a href={href(paths.clients, org)}>{words.clients.title}</a>
      </p>
      <h1>{words.duplicates.title}</h1>
      <p class="lead">{words.duplicates.intro}</p>
      {pairs.length === 0 && (
        <EmptyState icon="people" title={words.duplicates.none}>
          {after ? words.duplicates.noneOnThisPage : words.duplicates.noneYet}
        </EmptyState>
      )}
      {pairs.length > 0 && (
        <div class="rows">
          {pairs.map((pair) => (
            <PairRow {...{ current, pair, formKey }} />
          ))}
        </div>
      )}
      {after && (
        <p class="actions">
          <ButtonLink href={href(paths.duplicates, org, { after })}>{words.duplicates.more}</ButtonLink>
        </p>
      )}
      {dismissed.length > 0 && <TwoPeople {...{ current, dismissed, formKey }} />}
    </StaffFrame>
  )
}

function PairRow({ current, pair: { first, second, likeness }, formKey }: { current: StaffCurrent; pair: Pair; formKey: string }) {
  const { words, organization } = current
  const at = { org: organization.slug, clientId: first.id, otherId: second.id }
  return (
    <div id={`pair-${first.id}-${second.id}`} class="switch-row">
      <div class="switch-about">
        {[first, second].map((record) => (
          <p class="switch-label">
            {record.name} {record.archivedAt !== null && <Badge>{words.duplicates.archived}</Badge>}{' '}
            {record.hasAccount && <Badge>{words.duplicates.hasAccount}</Badge>}
          </p>
        ))}
        <p class="hint">
          {likeness.score >= probable ? words.duplicates.probably : words.duplicates.possibly}:{' '}
          {likeness.signs.map((sign) => words.duplicates.signs[sign]).join(', ')}
        </p>
        <div class="actions">
          <ButtonLink href={href(paths.duplicatePair, at)} aria-label={words.duplicates.compareNames(first.name, second.name)}>
            {words.duplicates.compare}
          </ButtonLink>
          <form method="post" action={href(paths.duplicateDismissal, at)}>
            <input type="hidden" name="key" value={`${formKey}-${first.id.slice(-6)}${second.id.slice(-6)}`} />
            <Button kind="plain">{words.duplicates.twoPeople}</Button>
          </form>
        </div>
      </div>
    </div>
  )
}

function TwoPeople({ current, dismissed, formKey }: Pick<DuplicatesPageProps, 'current' | 'dismissed' | 'formKey'>) {
  const { words, organization } = current
  return (
    <section aria-labelledby="dismissed-heading">
      <h2 id="dismissed-heading">{words.duplicates.dismissedHeading}</h2>
      <div class="rows">
        {dismissed.map(({ firstId, secondId, firstName, secondName, byName }) => (
          <div class="switch-row">
            <div class="switch-about">
              <p>{words.duplicates.dismissed(firstName, secondName, byName)}</p>
              <form
                method="post"
                action={href(paths.duplicateReturn, { org: organization.slug, clientId: firstId, otherId: secondId })}
                class="actions"
              >
                <input type="hidden" name="key" value={`${formKey}-${firstId.slice(-6)}${secondId.slice(-6)}r`} />
                <Button kind="plain" icon="undo">
                  {words.duplicates.showAgain}
                </Button>
              </form>
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}
