import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Difference } from '../../src/settings/as-of.ts'
import { linesOf } from '../../src/settings/impact-lines.ts'
import type { RestorationRefusal } from '../../src/settings/restorations.ts'
import { labelOfSwitch } from '../../src/settings/switch-keys.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { reasonText } from './history-parts.tsx'

/** What would change, what cannot, and the button; after a refusal, why, and with something in flight the second press. */
export function PutStateBack({
  current,
  at,
  changes,
  refusal,
}: {
  current: StaffCurrent
  at: number
  changes: Difference[]
  refusal: RestorationRefusal | undefined
}) {
  const { words, organization, language } = current
  const { sameAsNow, stateChangedMeanwhile, putStateBack, putStateBackIntro, cannotBePutBack, nothingToPutBack, confirmPutBack, leave } =
    words.history
  const [possible, kept] = [changes.filter(({ reason }) => !reason), changes.filter(({ reason }) => reason)]
  const asks = refusal?.kind === 'impact' ? refusal.impact : null
  const action = href(paths.history, { org: organization.slug })
  const stale = refusal?.kind === 'stale' && (
    <Notice words={words.components} kind="no" focus>
      {stateChangedMeanwhile}
    </Notice>
  )
  if (changes.length === 0) {
    return (
      <>
        {stale}
        <p class="lead">{sameAsNow}</p>
      </>
    )
  }
  return (
    <form method="post" action={action} class="card stack">
      {stale}
      <input type="hidden" name="at" value={toMinute(at)} />
      <input type="hidden" name="seen" value={possible.map(({ key, version }) => `${key}.${version}`).join(' ')} />
      <p>{possible.length > 0 ? putStateBackIntro : nothingToPutBack}</p>
      <ul class="bullets">
        {possible.map((change) => (
          <li>
            {labelOfSwitch(change.key)?.[language]}: <b>{words.history.stateWord(change.was)}</b>
          </li>
        ))}
      </ul>
      {kept.length > 0 && <p>{cannotBePutBack}</p>}
      <ul class="bullets">
        {kept.map(({ key, reason }) => (
          <li>
            {labelOfSwitch(key)?.[language]}. <span class="soft">{reason && reasonText(current, key, reason)}</span>
          </li>
        ))}
      </ul>
      {asks && (
        <div class="impact" role="group" aria-labelledby="state-impact" tabindex={-1} data-focus>
          <p id="state-impact">{linesOf(asks, language).join(' ')}</p>
          <div class="actions">
            <Button kind="danger" name="confirm" value="1">
              {confirmPutBack}
            </Button>
            <ButtonLink href={href(paths.history, { org: organization.slug }, { at: toMinute(at) })}>{leave}</ButtonLink>
          </div>
        </div>
      )}
      {!asks && possible.length > 0 && <Button icon="undo">{putStateBack}</Button>}
    </form>
  )
}

/** "2026-05-03T18:05Z": an instant as an address and a form carry it. */
export const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
