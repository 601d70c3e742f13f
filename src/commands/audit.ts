import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { anchorIn, anchorOf, anchorText, type AnchoredSeal, type LastSeal } from '../sealing/anchor.ts'
import { verifyChains } from './audit/verify.ts'
import type { Walked } from './audit/chain-walk.ts'
import { basesAt } from './move/bases.ts'
import type { Base } from './org/base.ts'
import { sql } from './org/sql.ts'
import { command, developmentSecret, Refusal, root } from './quiet.ts'

const usage = `npm run audit:verify -- [--anchor <file>] ... [--remote | --data <folder>]
npm run audit:anchor -- [--out <file>] [--remote | --data <folder>]

  verify   walks the seals over the audit of every organization and says what is not as it was sealed
  anchor   the last seal of every organization, to be kept elsewhere: verify --anchor proves that nothing before it was changed or cut

Without --remote: the local portal's data (.portico/state, or --data <folder>), whether it runs or not.
With --remote: the deployed database, through wrangler. PORTAL_SECRET is then the deployment's; earlier ones, separated by commas,
in FORMER_PORTAL_SECRETS. Without any, only digests and anchors are compared.`

/** `npm run audit:verify` and `npm run audit:anchor` (SEC-5, docs/audit.md). */
await command(async () => {
  const { positionals, values } = read()
  const bases = [...(await basesAt(values.remote === true, values.data ?? join(root, '.portico/state'))).values()]
  if (positionals.join() === 'anchor') return await anchor(bases, values.out)
  if (positionals.join() !== 'verify') throw new Refusal(usage)
  await verify(bases, secretsGiven(values.remote === true), (await Promise.all((values.anchor ?? []).map(anchoredIn))).flat())
})

async function anchor(bases: Base[], out?: string): Promise<void> {
  const found = await Promise.all(bases.map((base) => base.run([lastSeals()])))
  const rows = found.flatMap(([some = []]) => some)
  const text = anchorText(anchorOf(rows as unknown as LastSeal[], Date.now()))
  if (!out) return console.log(text.trimEnd())
  await writeFile(out, text)
  console.log(`${out}: the last seal of ${rows.length} organizations. Keep it where nobody who runs the portal can write.`)
}

function lastSeals() {
  return sql`SELECT s.organization_id, coalesce(o.slug, '') AS slug, s.number, s.to_seq, s.entries, s.digest, s.key_id, s.seal, s.sealed_at
  FROM (SELECT organization_id, max(number) AS number FROM audit_seals GROUP BY organization_id) l
  JOIN audit_seals s ON s.organization_id = l.organization_id AND s.number = l.number
  LEFT JOIN organizations o ON o.id = s.organization_id ORDER BY s.organization_id`
}

/** Every shard by itself: an organization's chain is on one of them. An anchor counts where its organization lies. */
async function verify(bases: Base[], secrets: string[], anchors: AnchoredSeal[]): Promise<void> {
  const slugs = new Map<string, string>()
  const walked: Walked[] = []
  for (const base of bases) {
    const [here = []] = await base.run([sql`SELECT id, slug FROM organizations`])
    for (const { id, slug } of here) slugs.set(String(id), String(slug))
    const own = bases.length === 1 ? anchors : anchors.filter(({ organization_id }) => here.some(({ id }) => id === organization_id))
    walked.push(...(await verifyChains(base, { secrets, anchors: own })))
  }
  const lost = anchors.filter(
    ({ organization_id }) => bases.length > 1 && !walked.some(({ organizationId }) => organizationId === organization_id),
  )
  for (const { organization_id } of lost) console.log(`WRONG: ${organization_id} is in an anchor, and on no shard.`)
  for (const { organizationId, entries, seals, unsealed, wrong } of walked) {
    console.log(
      `${slugs.get(organizationId) ?? '?'} (${organizationId}): ${entries} entries, ${seals} seals, ${unsealed} entries not sealed yet`,
    )
    console.log(wrong === null ? '  nothing is wrong' : `  WRONG: ${wrong}`)
  }
  const wrong = walked.filter((one) => one.wrong !== null).length
  console.log(wrong === 0 ? `${walked.length} chains hold.` : `${wrong} of ${walked.length} chains do not hold. What to do: docs/audit.md`)
  if (secrets.length === 0) console.log('No PORTAL_SECRET was given: who made the seals was not checked.')
  if (anchors.length === 0) console.log('No anchor was given: whether the end of a chain was cut off cannot be told.')
  if (wrong + lost.length > 0) process.exitCode = 1
}

async function anchoredIn(file: string): Promise<AnchoredSeal[]> {
  const anchored = anchorIn(await readFile(file, 'utf8').catch(() => ''))
  if (!anchored) throw new Refusal(`${file} is no anchor that npm run audit:anchor made.`)
  return anchored.organizations
}

/** The present secret first. A local portal has one of its own that everybody knows. */
function secretsGiven(remote: boolean): string[] {
  const { PORTAL_SECRET = remote ? '' : developmentSecret, FORMER_PORTAL_SECRETS = '' } = process.env
  return [PORTAL_SECRET, ...FORMER_PORTAL_SECRETS.split(',')].map((secret) => secret.trim()).filter(Boolean)
}

function read() {
  const text = { type: 'string' } as const
  const options = { data: text, out: text, remote: { type: 'boolean' }, anchor: { type: 'string', multiple: true } } as const
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}
