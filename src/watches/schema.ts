import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** When the portal last looked at its own data, and when it last raised which alert. Of the deployment, not of a practice. */
export const watches = sqliteTable('watches', { name: text('name').primaryKey(), at: integer('at').notNull(), seq: integer('seq') })
