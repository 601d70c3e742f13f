import { readFile } from 'node:fs/promises'
import { localBase, localBindings, productionConfigurationFile, remoteBase, type Base } from '../org/base.ts'
import { sql } from '../org/sql.ts'
import { Refusal } from '../quiet.ts'

/** Every shard by its binding, control first. */
export type Bases = Map<string, Base>

/** The shards of the deployed portal, as its configuration binds them, or those of a data folder. */
export async function basesAt(remote: boolean, folder: string): Promise<Bases> {
  if (!remote) {
    const bindings = await localBindings(folder)
    // Without any, `localBase` says what is missing.
    return new Map(
      await Promise.all((bindings.length > 0 ? bindings : ['DB']).map(async (name) => [name, await localBase(folder, name)] as const)),
    )
  }
  const configuration = await readFile(productionConfigurationFile(), 'utf8')
  const bindings = [...configuration.matchAll(/^\s*binding\s*=\s*"(DB(?:_\d+)?)"/gm)].map(([, name]) => name as string)
  return new Map(bindings.map((name) => [name, remoteBase(undefined, name)]))
}

/** Where an organization lies; control for one that nobody knows. */
export async function baseOf(bases: Bases, slug: string): Promise<Base> {
  const control = bases.get('DB') as Base
  if (bases.size === 1) return control
  const [[found] = []] = await control.run([
    sql`SELECT shard, EXISTS (SELECT 1 FROM moves m WHERE m.organization_id = directory.organization_id AND m.opened_at IS NULL) AS moving
    FROM directory WHERE slug = ${slug}`,
  ])
  if (found?.['moving']) throw new Refusal(`${slug} is being moved. Try again in a minute.`)
  return bases.get(String(found?.['shard'] ?? 'DB')) ?? control
}
