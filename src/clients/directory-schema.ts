import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The lists of Manage Clients, each in the order of names. Kept current by triggers (migration 0004): never written from here. */
export const clientDirectory = sqliteTable('client_directory', {
  organizationId: text('organization_id').notNull(),
  list: text('list').$type<ClientList>().notNull(),
  sortName: text('sort_name').notNull(),
  clientId: text('client_id').notNull(),
})

/** The words clients are found by, as `searchWords` makes them of what is typed. Kept current by triggers too. */
export const clientSearch = sqliteTable('client_search', {
  organizationId: text('organization_id').notNull(),
  token: text('token').notNull(),
  sortName: text('sort_name').notNull(),
  clientId: text('client_id').notNull(),
})

/** `all`: everybody but the archived; the others are what the list can be filtered by (SET-41). */
export const clientLists = ['all', 'account', 'no_account', 'override', 'archived'] as const
export type ClientList = (typeof clientLists)[number]
