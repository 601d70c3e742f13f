import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The chain over the audit of each organization, made by the clock (SEC-5, docs/decisions/062). */
export const auditSeals = sqliteTable(
  'audit_seals',
  {
    organizationId: text('organization_id').notNull(),
    number: integer('number').notNull(),
    fromSeq: integer('from_seq').notNull(),
    toSeq: integer('to_seq').notNull(),
    entries: integer('entries').notNull(),
    contents: text('contents').notNull(),
    previousDigest: text('previous_digest').notNull(),
    digest: text('digest').notNull(),
    keyId: text('key_id').notNull(),
    seal: text('seal').notNull(),
    sealedAt: integer('sealed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.number] })],
)
