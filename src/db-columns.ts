import { Column, SQL, is } from 'drizzle-orm'

/**
 * Refuses a query whose answer would be wrong: D1 gives the rows of a batch as objects, so two columns of one name become
 * one, silently (drizzle-orm issue 6038). In this product that would show one client's data as another's. The text of a
 * query says all, so each text is looked at once per isolate.
 */
export function refuseDuplicateColumns(text: string, fields: { path: string[]; field: unknown }[] | undefined): void {
  if (!fields || looked.has(text)) return
  const names = fields.map(({ field, path }) => nameOf(field) ?? `unnamed ${path.join('.')}`)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice) throw new Error(`Two selected columns are called "${twice}". Give each its own name with .as('...').`)
  const unnamed = names.find((name) => name.startsWith('unnamed '))
  if (unnamed) throw new Error(`A selected expression has no name (${unnamed}). Give it one with .as('...').`)
  if (looked.size > 2000) looked.clear()
  looked.add(text)
}

const looked = new Set<string>()

function nameOf(field: unknown): string | undefined {
  if (is(field, Column)) return field.name
  if (is(field, SQL.Aliased)) return field.fieldAlias
  return undefined
}
