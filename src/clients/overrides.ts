import type { StaffCurrent } from '../current.ts'
import { read, within } from '../db.ts'
import { eq } from 'drizzle-orm'
import type { SettingKey } from '../settings/declarations.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import type { Impact } from '../settings/impact-lines.ts'
import { overrideSetting, type Wish } from '../settings/switches.ts'
import { reasonAgainst, type SwitchedClient, type SwitchReason } from './client-switch.ts'

/** How the administrator wants a client's switch, with the version she saw. */
export type Restriction = Wish<'inherit' | 'off'>

/** Restricts a client in one setting, or lets her inherit again (SET-40). Answers her as she is afterwards, or why nothing moved. */
export async function restrict(current: StaffCurrent, client: SwitchedClient, key: SettingKey, wish: Restriction): Promise<Restricted> {
  const reason = reasonAgainst(key, current.facts, client)
  if (reason) return { refusal: reason, client }
  const { refusal, facts } = await overrideSetting(current, client.id, key, wish)
  if (refusal?.kind === 'impact') return { refusal: 'impact', client, impact: refusal.impact }
  return refusal ? { refusal: 'stale', client } : { refusal: null, client: { ...client, overrides: facts.overrides } }
}

interface Restricted {
  refusal: SwitchReason | 'stale' | 'impact' | null
  client: SwitchedClient
  impact?: Impact
}

/** The client with her overrides as they are now: what was read with the request may be older than what refused it (SET-5). */
export async function withOverridesNow(current: StaffCurrent, client: SwitchedClient): Promise<SwitchedClient> {
  const { overrides } = await read(current.db, {
    overrides: current.db.orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(within(current, clientOverrides, eq(clientOverrides.clientId, client.id))),
  })
  return { ...client, overrides: Object.fromEntries(overrides.map((override) => [override.key, override])) }
}
