import { read, within } from '../db.ts'
import type { StaffCurrent } from '../current.ts'
import { choiceColumns, settings } from './schema.ts'
import type { SwitchRefusal } from './switches.ts'

/**
 * `Current` with the choices as they are now, for the answer to a lost race: somebody moved the switch between our reading
 * and our writing, and the page must say who (SET-5). A refusal that the first reading explains reads nothing again.
 */
export async function reload(current: StaffCurrent, refusal: SwitchRefusal): Promise<StaffCurrent> {
  if (refusal.kind !== 'stale') return current
  const { choices } = await read(current.db, {
    choices: current.db.orm.select(choiceColumns).from(settings).where(within(current, settings)),
  })
  return { ...current, facts: { ...current.facts, choices: Object.fromEntries(choices.map((choice) => [choice.key, choice])) } }
}
