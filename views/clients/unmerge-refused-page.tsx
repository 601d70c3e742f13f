import type { UnmergeRefusal } from '../../src/clients/unmerging.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'

/** A merge that was not taken back, and the record to look at. */
export function UnmergeRefusedPage({ current, clientId, refusal }: { current: StaffCurrent; clientId: string; refusal: UnmergeRefusal }) {
  const { words, organization } = current
  const back = href(paths.client, { org: organization.slug, clientId }, {}, 'merges')
  return (
    <StaffFrame current={current} title={words.duplicates.merges.heading} here="clients">
      <h1>{words.duplicates.merges.heading}</h1>
      <Notice words={words.components} kind="no" focus action={<ButtonLink href={back}>{words.claims.openRecord}</ButtonLink>}>
        {words.duplicates.undoRefusals[refusal]}
      </Notice>
    </StaffFrame>
  )
}
