import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { labelOfEntry, type Entry } from '../../src/settings/history-entry.ts'
import { linesOf } from '../../src/settings/impact-lines.ts'
import type { RestorationRefusal } from '../../src/settings/restorations.ts'
import { defaultOf } from '../../src/settings/switch-keys.ts'
import { ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { PutBackForm } from './history-entry.tsx'
import { reasonText } from './history-parts.tsx'

/** Why an entry was not put back; or what that would meet, with one press to say yes (SET-5, SET-6, SET-7). */
export function RefusedRestoration({ current, entry, refusal }: { current: StaffCurrent; entry: Entry; refusal: RestorationRefusal }) {
  const { words, language, organization } = current
  const label = labelOfEntry(entry, language)
  if (refusal.kind === 'stale')
    return (
      <Notice words={words.components} kind="no" title={label} focus>
        {changedMeanwhile(current, entry)}
      </Notice>
    )
  if (refusal.kind === 'reason')
    return (
      <Notice words={words.components} kind="no" title={label} focus>
        {reasonText(current, entry.key, refusal.code)}
      </Notice>
    )
  return (
    <div class="impact" role="group" aria-labelledby="restoration-impact" tabindex={-1} data-focus>
      <p id="restoration-impact">
        <b>{label}</b>: {linesOf(refusal.impact, language).join(' ')}
      </p>
      <div class="actions">
        <PutBackForm current={current} entry={entry} confirmed />
        <ButtonLink href={href(paths.history, { org: organization.slug }, { key: entry.key })}>{words.history.leave}</ButtonLink>
      </div>
    </div>
  )
}

function changedMeanwhile({ words, facts }: StaffCurrent, { kind, key, override }: Entry): string {
  if (kind === 'override') return words.history.clientChangedMeanwhile(override?.by ?? '')
  const choice = facts.choices[key]
  return words.settings.changedMeanwhile(choice?.changedByName ?? '', choice?.value ?? defaultOf(key))
}
