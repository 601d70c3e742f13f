import type { MemberFile } from '../../src/accounts/member-file.ts'
import type { MemberRefusal } from '../../src/accounts/members.ts'
import { whatItMeets } from '../../src/accounts/what-it-meets.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'

export interface MemberQuestionProps {
  current: StaffCurrent
  member: MemberFile
  refusal: MemberRefusal | undefined
  /** What it means when the member is the reader herself. */
  yourself: string
  /** Whether she would be no therapist any more, and no administrator. */
  stopping: boolean
  steppingDown: boolean
}

/** What stands in the way, or what it would meet; a yes goes with the form around it. */
export function MemberQuestion({ current, member, refusal, yourself, stopping, steppingDown }: MemberQuestionProps) {
  const { words, organization } = current
  if (refusal === 'last_administrator')
    return (
      <Notice words={words.components} kind="no" focus>
        {words.staff.lastAdministrator}
      </Notice>
    )
  if (refusal !== 'impact' && refusal !== 'yourself') return <></>
  const { openRequests, ahead, openOffers } = whatItMeets(member, { stopping, steppingDown })
  const lines = [
    refusal === 'yourself' && yourself,
    openRequests > 0 && words.staff.requestsMeet(openRequests),
    ahead > 0 && words.staff.aheadMeet(ahead),
    openOffers > 0 && words.staff.offersMeet(openOffers),
  ].filter(Boolean)
  const action = (
    <div class="actions">
      <Button kind="danger" name="confirm" value="1">
        {words.staff.sure}
      </Button>
      <ButtonLink kind="plain" href={href(paths.staffMember, { org: organization.slug, staffId: member.id })}>
        {words.staff.keep}
      </ButtonLink>
    </div>
  )
  return (
    <Notice words={words.components} kind="wait" focus action={action}>
      {lines.length === 1 ? (
        lines[0]
      ) : (
        <ul>
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
