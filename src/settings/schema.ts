import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What was chosen, by whom and when. What it amounts to is computed by `standing`. */
export const settings = sqliteTable('settings', {
  organizationId: text('organization_id').notNull(),
  key: text('key').notNull(),
  value: text('value').$type<'on' | 'off'>().notNull(),
  version: integer('version').notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
  changedByName: text('changed_by_name').notNull(),
})

/** SET-32: a client's own "off". No row means inherit. */
export const clientOverrides = sqliteTable('client_overrides', {
  organizationId: text('organization_id').notNull(),
  clientId: text('client_id').notNull(),
  key: text('key').notNull(),
  value: text('value').$type<'inherit' | 'off'>().notNull(),
  version: integer('version').notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
  changedByName: text('changed_by_name').notNull(),
})

/** SET-7: what an off-switch will do to things in flight, unless it is undone before. */
export const settingEffects = sqliteTable('setting_effects', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  key: text('key').notNull(),
  clientId: text('client_id'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  dueAt: integer('due_at').notNull(),
  doneAt: integer('done_at'),
  cancelledAt: integer('cancelled_at'),
})

/** A choice as `standing` takes it: the same columns wherever choices are read. */
export const choiceColumns = {
  key: settings.key,
  value: settings.value,
  version: settings.version,
  changedAt: settings.changedAt,
  changedByName: settings.changedByName,
}

/** A client's override as `explain` takes it. */
export const overrideColumns = {
  key: clientOverrides.key,
  value: clientOverrides.value,
  version: clientOverrides.version,
  changedAt: clientOverrides.changedAt,
  changedByName: clientOverrides.changedByName,
}
