import type { Current } from '../../src/current.ts'
import { declarationOf } from '../../src/settings/declarations.ts'
import type { Gate } from '../../src/settings/explain.ts'

/** Why a closed gate is closed, as staff read it. */
export function closedGate({ words, language }: Current, { code, key }: Gate): string {
  const { gates } = words.explain
  const texts: Record<Gate['code'], string> = {
    plan: gates.plan.no,
    no_card_processing: gates.cardProcessing.no,
    parent_off: gates.parentOff(declarationOf(key).label[language]),
    setting_off: gates.setting.no,
    client_off: gates.client.no,
    archived: gates.archived.no,
    therapist_inactive: gates.active.no,
    no_seat: gates.seat.no,
    not_assigned: gates.assigned.no,
    contact_access: gates.contacts.no,
    no_grant: gates.grant.no,
  }
  return texts[code]
}
