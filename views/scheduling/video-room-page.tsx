import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { VideoRoom } from '../../src/scheduling/video-room.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'

export interface VideoRoomPageProps {
  current: StaffCurrent
  room: VideoRoom
  saved?: boolean
  problem?: 'roomWrong' | 'roomStale'
  typed?: string | undefined
}

/** The address of a therapist's own video room; clients see it only around their appointment (SCH-41). */
export function VideoRoomPage({ current, room, saved = false, problem, typed }: VideoRoomPageProps) {
  const { words, organization } = current
  const action = href(paths.videoRoom, { org: organization.slug })
  return (
    <StaffFrame current={current} title={words.changing.roomTitle} here="requests" back={action}>
      <p>
        <a href={href(paths.requests, { org: organization.slug })}>{words.scheduling.requestsTitle}</a>
      </p>
      <h1>{words.changing.roomTitle}</h1>
      {saved && (
        <Notice words={words.components} kind="ok">
          {words.changing.roomSaved}
        </Notice>
      )}
      {problem === 'roomStale' && (
        <Notice words={words.components} kind="no" focus>
          {words.changing.roomStale}
        </Notice>
      )}
      <form method="post" action={action} class="card stack">
        <p>{words.changing.roomIntro}</p>
        <input type="hidden" name="version" value={String(room.version)} />
        <input type="hidden" name="key" value={newKey()} />
        <Field
          label={words.changing.roomField}
          name="address"
          inputmode="url"
          autocomplete="off"
          maxlength={500}
          hint={words.changing.roomHint}
          value={typed ?? room.telehealthUrl}
          {...(problem === 'roomWrong' && { error: words.changing.roomWrong, 'data-focus': true })}
        />
        <div class="actions">
          <Button kind="primary">{words.changing.roomSave}</Button>
        </div>
      </form>
    </StaffFrame>
  )
}
