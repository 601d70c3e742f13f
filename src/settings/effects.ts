import { and, eq, isNull, lte } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, read, within, type Database, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { declarationOf, isSettingKey } from './declarations.ts'
import type { InFlight } from './declare.ts'
import { settingEffects } from './schema.ts'

/** How long a switch can be taken back as if it had not happened (SET-4). */
export const undoFor = 10_000
const atOnce = 50

/** For the batch of an off-switch: what it does to things in flight, due when it can no longer be undone. */
export function scheduleEffects(current: StaffCurrent, key: string, kinds: InFlight[], clientId: string | null): Query[] {
  if (!kinds.some(({ afterwards }) => afterwards)) return []
  const row = {
    organizationId: current.organization.id,
    id: newId('eff'),
    key,
    clientId,
    createdAt: current.now,
    createdBy: current.person.id,
    dueAt: current.now + undoFor,
  }
  return [current.db.orm.insert(settingEffects).values(row)]
}

/** For the batch that switches back on: what has not happened yet does not happen. */
export const cancelEffects = (current: StaffCurrent, key: string, clientId: string | null): Query =>
  current.db.orm
    .update(settingEffects)
    .set({ cancelledAt: current.now })
    .where(
      within(
        current,
        settingEffects,
        eq(settingEffects.key, key),
        clientId === null ? isNull(settingEffects.clientId) : eq(settingEffects.clientId, clientId),
        isNull(settingEffects.doneAt),
        isNull(settingEffects.cancelledAt),
      ),
    )

/** Does what is due: releases holds and the like, each effect once, in one batch with its audit entry. Safe to run twice at once. */
export async function applyEffects(env: Env, db: Database = firstShard(env)): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: settingEffects.organizationId,
        id: settingEffects.id,
        key: settingEffects.key,
        clientId: settingEffects.clientId,
      })
      .from(settingEffects)
      .where(and(isNull(settingEffects.doneAt), isNull(settingEffects.cancelledAt), lte(settingEffects.dueAt, clock.now())))
      .limit(atOnce),
  })
  for (const effect of due) {
    const current = await systemCurrent(env, effect.organizationId, db)
    if (current) await apply(current, effect)
  }
  if (due.length === atOnce) await applyEffects(env, db)
}

async function apply(current: Current, { id, key, clientId }: { id: string; key: string; clientId: string | null }): Promise<void> {
  const { db, now, organization } = current
  const scope = { organizationId: organization.id, clientId, now }
  const done = within(current, settingEffects, eq(settingEffects.id, id), isNull(settingEffects.doneAt), isNull(settingEffects.cancelledAt))
  const kinds = isSettingKey(key) ? declarationOf(key).inFlight : []
  await batch(db, [
    db.orm.update(settingEffects).set({ doneAt: now }).where(done),
    changedOne(db),
    ...kinds.flatMap(({ afterwards }) => (afterwards ? [db.orm.run(afterwards(scope))] : [])),
    audit(current, 'setting.took_effect', { kind: 'effect', id, version: 1, details: { key, clientId } }),
  ])
}
