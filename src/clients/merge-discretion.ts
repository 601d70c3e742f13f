import { sql, type SQL } from 'drizzle-orm'
import { noted, recipient, those, wasText, type Change } from './merge-noting.ts'

// Of two records of one person, what e-mails about her may say and where they go (NOT-4, NOT-8).

/** The kept record says no more of her than either did: the stricter of the two holds (NOT-8). */
const keepDiscretion: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) =>
    noted(current, mergeId, 'clients.discreet', {
      table: sql`clients`,
      key: sql`id`,
      was: sql`discreet`,
      which: sql`id = ${kept} AND instr(${strictness}, discreet) < instr(${strictness}, ${discreetOf(merged)})`,
      set: sql`discreet = ${discreetOf(merged)}`,
    }),
  takeBack: (current, { mergeId, kept, merged }) =>
    current.db.orm.run(sql`UPDATE clients SET discreet = ${wasText(current, mergeId, 'clients.discreet', kept)}
      WHERE organization_id = ${current.organization.id} AND id IN (${those(current, mergeId, 'clients.discreet')})
        AND discreet = ${discreetOf(merged)}`),
}

/** A safe address of either is the kept record's, unless it has one of its own: never the other way round (NOT-8). */
const keepSafeAddress: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) =>
    noted(current, mergeId, 'clients.safe_email', {
      table: sql`clients`,
      key: sql`id`,
      was: sql`''`,
      which: sql`id = ${kept} AND safe_email IS NULL AND ${safeEmailOf(merged)} IS NOT NULL`,
      set: sql`safe_email = ${safeEmailOf(merged)}`,
    }),
  takeBack: (current, { mergeId, merged }) =>
    current.db.orm.run(sql`UPDATE clients SET safe_email = NULL WHERE organization_id = ${current.organization.id}
      AND id IN (${those(current, mergeId, 'clients.safe_email')}) AND safe_email = ${safeEmailOf(merged)}`),
}

/** What somebody without an account wanted of e-mails, by their links, she still wants (NOT-4). */
const keepWishes: Change = {
  before: true,
  make: ({ db, organization, now }, { mergeId, kept, merged }) => {
    const missing = sql`FROM notification_preferences p WHERE p.organization_id = ${organization.id} AND p.whose = ${recipient(merged)}
      AND NOT EXISTS (SELECT 1 FROM notification_preferences k WHERE k.organization_id = p.organization_id AND k.whose = ${recipient(kept)} AND k.kind = p.kind)`
    return [
      db.orm.run(sql`INSERT INTO merge_moves (organization_id, merge_id, kind, row_id, was)
        SELECT p.organization_id, ${mergeId}, 'wishes', p.kind, p.value ${missing}`),
      db.orm.run(sql`INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at)
        SELECT p.organization_id, ${recipient(kept)}, p.kind, p.value, ${now} ${missing}`),
    ]
  },
  takeBack: (current, { mergeId, kept }) =>
    current.db.orm
      .run(sql`DELETE FROM notification_preferences WHERE organization_id = ${current.organization.id} AND whose = ${recipient(kept)}
      AND EXISTS (SELECT 1 FROM merge_moves m WHERE m.organization_id = notification_preferences.organization_id AND m.merge_id = ${mergeId}
        AND m.kind = 'wishes' AND m.row_id = notification_preferences.kind AND m.was = notification_preferences.value)`),
}

export const discretionChanges: Change[] = [keepDiscretion, keepSafeAddress, keepWishes]

/** From what says most to what says nothing. */
const strictness = 'date_and_time neutral no_email'
const discreetOf = (id: string): SQL =>
  sql`(SELECT o.discreet FROM clients o WHERE o.organization_id = clients.organization_id AND o.id = ${id})`
const safeEmailOf = (id: string): SQL =>
  sql`(SELECT o.safe_email FROM clients o WHERE o.organization_id = clients.organization_id AND o.id = ${id})`
