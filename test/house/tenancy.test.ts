import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { db, freshPortal, mail } from '../support/portal.ts'
import { filesIn, sources, tableNames } from './support.ts'
import { acrossInAccounts, acrossOrganizations, controlTables, notDeclaredYet } from './tenancy.data.ts'
import { unscoped } from './unscoped.ts'

interface Column {
  name: string
  notnull: number
  pk: number
}

const modules = import.meta.glob<Record<string, unknown>>(
  ['../../src/**/*schema.ts', '../../src/audit.ts', '../../src/web/idempotency.ts'],
  { eager: true },
)
const declared = Object.values(modules).flatMap((module) =>
  Object.entries(module).filter((entry): entry is [string, SQLiteTable] => is(entry[1], SQLiteTable)),
)
const ofOrganizations = declared.filter(([, table]) => !controlTables[getTableName(table)] || getTableName(table) === 'audit')

let columns: Record<string, Column[]>
beforeAll(async () => {
  await freshPortal()
  await mail() // the development tables are made when they are first used
  const names = await tableNames()
  const tables = await db().batch<Column>(names.map((name) => db().prepare(`SELECT name, "notnull", pk FROM pragma_table_info('${name}')`)))
  columns = Object.fromEntries(names.map((name, i) => [name, tables[i]?.results ?? []]))
})

describe('SCL-1 the data of an organization', () => {
  test('every table has the organization first in its key, or is a reviewed control table', () => {
    const others = Object.keys(columns).filter((name) => columns[name]?.find(({ pk }) => pk === 1)?.name !== 'organization_id')
    expect(others).toEqual(
      Object.keys(controlTables)
        .filter((name) => columns[name])
        .toSorted(),
    )
    expect(Object.values(columns).filter((list) => list.some(({ name }) => name === 'id')).length).toBeGreaterThan(20)
  })

  test('a foreign key of a shard points into the same organization, never into control', async () => {
    for (const table of Object.keys(columns).filter((name) => !controlTables[name])) {
      const { results } = await db()
        .prepare(`SELECT id, "table", "from", "to" FROM pragma_foreign_key_list('${table}')`)
        .all<Record<string, string>>()
      for (const { id, table: other, from, to } of results.filter(({ from: column }) => column !== 'organization_id')) {
        expect(controlTables[other as string], `${table}.${from} -> ${other}.${to}`).toBeUndefined()
        expect(
          results.some((key) => key.id === id && key.from === 'organization_id'),
          `${table}.${from} without organization_id`,
        ).toBe(true)
      }
    }
  })

  test('every table that code declares is among those this test looks at', () => {
    const made = filesIn('src/').flatMap(([, text]) => [...text.matchAll(/sqliteTable\(\s*'(\w+)'/g)].map(([, name]) => name))
    expect(made.toSorted()).toEqual(declared.map(([, table]) => getTableName(table)).toSorted())
  })

  test.each(declared.map(([, table]) => [getTableName(table), table] as const))(
    '%s has the columns that code declares, no more and no less',
    (name, table) => {
      const real = (columns[name] ?? []).filter((column) => !notDeclaredYet[name]?.includes(column.name))
      const sorted = (list: [string, boolean][]) => list.toSorted(([a], [b]) => (a < b ? -1 : 1))
      expect(sorted(Object.values(getTableColumns(table)).map((column) => [column.name, column.notNull]))).toEqual(
        sorted(real.map((column) => [column.name, column.notnull === 1 || column.pk > 0])),
      )
      expect(getTableConfig(table).foreignKeys).toEqual([])
    },
  )
})

describe('SCL-1 every query names its organization', () => {
  let tables: Map<string, string>
  beforeAll(() => {
    const inDatabase = Object.keys(columns).filter((name) => !controlTables[name])
    tables = new Map([
      ...inDatabase.map((name) => [name, name] as const),
      ...ofOrganizations.map(([name, table]) => [name, getTableName(table)] as const),
    ])
  })

  const domain = filesIn('src/').filter(([path]) => !/^src\/(accounts|dev|commands)\//.test(path))

  test('there is something to look at', () => {
    expect(tables.size).toBeGreaterThan(30)
    expect(domain.filter(([, text]) => /\.from\(|\.update\(|\.insert\(/.test(text)).length).toBeGreaterThan(10)
  })

  test('within(current, table, ...) or eq(table.organizationId, ...), in every one', () => {
    const found = domain.flatMap(([path, text]) => unscoped(text, tables, sources).map((what) => `${path} ${what}`))
    expect(found.toSorted()).toEqual(Object.keys(acrossOrganizations).toSorted())
  })

  test('accounts/ too, beyond people and sessions', () => {
    const found = filesIn('src/accounts/').flatMap(([path, text]) => unscoped(text, tables, sources).map((what) => `${path} ${what}`))
    expect(found).toEqual(Object.keys(acrossInAccounts))
  })

  test.each([
    ['a query without any condition', 'db.orm.select().from(clients)', 'from(clients)'],
    ['a query by id alone', 'orm.select().from(clients).where(eq(clients.id, id)).limit(1)', 'from(clients)'],
    ['an update by id alone', 'orm.update(appointments).set({ organizationId }).where(eq(appointments.id, id))', 'update(appointments)'],
    ['a deletion', 'orm.delete(grants).where(eq(grants.id, id))', 'delete(grants)'],
    ['an insertion that names none', 'orm.insert(clients).values({ id, name })', 'insert(clients)'],
    ['the organization of another table', 'orm.select().from(clients).where(eq(staff.organizationId, organizationId))', 'from(clients)'],
    [
      'a join by id alone',
      'orm.select().from(staff).innerJoin(clients, eq(clients.id, staff.id)).where(within(current, staff))',
      'innerJoin(clients)',
    ],
    [
      'a join of a query that others narrow',
      'export const selectThings = ({ orm }) =>\n  orm.select().from(staff).leftJoin(clients, eq(clients.id, staff.id))',
      'leftJoin(clients)',
    ],
    [
      'SQL by hand of a table that no code declares',
      'sql`SELECT max(i.created_at) FROM invitations i WHERE i.client_id = ${id}`',
      'FROM invitations',
    ],
    ['words in a comment', 'orm.select().from(clients) // within(current, clients)', 'from(clients)'],
    [
      'a condition of the next query',
      '[orm.select().from(clients), orm.select().from(staff).where(within(current, staff))]',
      'from(clients)',
    ],
    ['SQL by hand', 'sql`EXISTS (SELECT 1 FROM client_logins l WHERE l.client_id = ${clients.id})`', 'FROM client_logins'],
    [
      'SQL by hand, with the table filled in',
      'sql`(SELECT count(*) FROM ${appointments} a WHERE a.staff_id = ${id})`',
      'FROM appointments',
    ],
  ])('a bad sample is found: %s', (_, text, what) => {
    expect(unscoped(text, tables, {})).toEqual([what])
  })

  test.each([
    ['orm.select().from(clients).where(within(current, clients, eq(clients.id, id)))'],
    ['orm.select().from(clients).where(and(eq(clients.organizationId, organizationId), eq(clients.id, id)))'],
    ['const mine = within(current, clients)\norm.select().from(clients).where(and(mine, eq(clients.id, id)))'],
    ['const row = { organizationId: current.organization.id, id }\norm.insert(clients).values({ ...row, name })'],
    ['sql`(SELECT count(*) FROM ${appointments} a WHERE a.organization_id = ${staff.organizationId})`'],
    [
      'sql`UPDATE holds SET released_at = 1 WHERE ${running(scope)}`\nconst running = (scope) =>\n  sql`organization_id = ${scope.organizationId}`',
    ],
    ['orm.select().from(people).where(eq(people.id, id))'],
  ])('a good one is not: %s', (text) => {
    expect(unscoped(text, tables, {})).toEqual([])
  })
})
