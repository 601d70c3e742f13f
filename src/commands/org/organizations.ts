import { randomBytes, randomUUID } from 'node:crypto'
import { declarationOf } from '../../settings/declarations.ts'
import { changedUnder, isPlan } from '../../settings/plan-change.ts'
import { plans, seatsIn, planNamed } from '../../settings/plans.ts'
import type { SettingFacts } from '../../settings/standing.ts'
import { undoFor } from '../../settings/effects.ts'
import { Refusal } from '../quiet.ts'
import type { Base, Row } from './base.ts'
import { sql, type Statement } from './sql.ts'

/** An organization as the host sees it. */
interface Organization {
  id: string
  slug: string
  name: string
  plan: string
  bought: number
  card: 'not_connected' | 'enabled'
  version: number
}

/** SET-53: changes the plan. What stops acts like a setting that was switched off: its consequences follow, nothing is deleted. */
export async function changePlan(base: Base, slug: string, plan: string): Promise<string> {
  if (!isPlan(plan)) throw new Refusal(`There is no plan "${plan}". The plans are: ${Object.keys(plans).join(', ')}.`)
  const organization = await find(base, slug)
  if (organization.plan === plan) return `${organization.name} has the plan ${plan} already.`
  const facts = await factsOf(base, organization)
  const stopping = changedUnder(plan, facts).filter(({ before, after }) => before.effective && !after.effective)
  const effects = stopping
    .filter(({ key }) => declarationOf(key).inFlight.some(({ afterwards }) => afterwards))
    .map(({ key }) => effect(organization, key))
  const back = changedUnder(plan, facts).filter(({ before, after }) => !before.effective && after.effective)
  await change(base, organization, 'plan', { from: organization.plan, to: plan }, [
    sql`UPDATE organizations SET plan = ${plan} WHERE id = ${organization.id}`,
    ...effects,
    ...back.map(({ key }) => withdrawn(organization, key)),
  ])
  const names = stopping.map(({ key }) => declarationOf(key).label.en)
  return `${organization.name} has the plan ${plan} now.${names.length > 0 ? ` This stops: ${names.join('; ')}. Nothing was deleted.` : ''}`
}

/** SET-51: how many seats were bought beside those of the plan. Whoever has a seat keeps it. */
export async function changeSeats(base: Base, slug: string, count: string): Promise<string> {
  if (!/^\d{1,4}$/.test(count)) throw new Refusal(`The number of seats is a whole number from 0 to 9999, not "${count}".`)
  const organization = await find(base, slug)
  const bought = Number(count)
  if (organization.bought === bought) return `${organization.name} has ${bought} bought seats already.`
  await change(base, organization, 'seats', { from: organization.bought, to: bought }, [
    sql`UPDATE organizations SET bought_seats = ${bought} WHERE id = ${organization.id}`,
  ])
  const total = seatsIn(planNamed(organization.plan), bought)
  return `${organization.name} has ${bought} bought seats now${total === null ? `; its plan ${organization.plan} has a seat for every therapist anyway.` : `, ${total} in all.`}`
}

/** For local demonstration only: the connection itself comes with payments (SET-10). */
export async function changeCard(base: Base, slug: string, card: string): Promise<string> {
  if (card !== 'enabled' && card !== 'not_connected') throw new Refusal(`Card processing is enabled or not_connected, not "${card}".`)
  const organization = await find(base, slug)
  if (organization.card === card) return `Card processing of ${organization.name} is ${card} already.`
  await change(base, organization, 'card_processing', { from: organization.card, to: card }, [
    sql`UPDATE organizations SET card_processing = ${card} WHERE id = ${organization.id}`,
  ])
  return `Card processing of ${organization.name} is ${card} now, for demonstration: no payment can be made.`
}

/** Everybody who is here, as a table. */
export async function list(base: Base): Promise<string> {
  const [rows = []] = await base.run([
    sql`SELECT o.slug, o.name, o.plan, o.bought_seats, o.zone, o.card_processing, (SELECT count(*) FROM staff s WHERE s.organization_id = o.id AND s.therapist = 1
      AND s.subscribed_at IS NOT NULL AND s.deactivated_at IS NULL) AS used, (SELECT count(*) FROM clients c WHERE c.organization_id = o.id AND c.archived_at IS NULL) AS clients
      FROM organizations o ORDER BY o.slug`,
  ])
  if (rows.length === 0) return 'There is no organization yet: npm run org -- create <slug> ...'
  const head = ['slug', 'plan', 'seats used', 'clients', 'card processing', 'zone', 'name']
  return table([
    head,
    ...rows.map((row) => [
      String(row.slug),
      String(row.plan),
      seatsOf(row),
      String(row.clients),
      String(row.card_processing),
      String(row.zone),
      String(row.name),
    ]),
  ])
}

function seatsOf({ plan, bought_seats: bought, used }: Row): string {
  const total = seatsIn(planNamed(String(plan)), Number(bought))
  return total === null ? `${used}` : `${used} of ${total}`
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function find(base: Base, slug: string): Promise<Organization> {
  const [[found] = []] = await base.run([
    sql`SELECT id, slug, name, plan, bought_seats AS bought, card_processing AS card, version FROM organizations WHERE slug = ${slug}`,
  ])
  if (!found) throw new Refusal(`There is no organization "${slug}". "npm run org -- list" shows them.`)
  return found as unknown as Organization
}

async function factsOf(base: Base, { id, plan, card }: Organization): Promise<SettingFacts> {
  const [rows = []] = await base.run([
    sql`SELECT key, value, version, changed_at AS "changedAt", changed_by_name AS "changedByName" FROM settings WHERE organization_id = ${id}`,
  ])
  return {
    choices: Object.fromEntries(rows.map((row) => [row.key, row])) as unknown as SettingFacts['choices'],
    plan,
    cardProcessing: card,
    subscribedTherapists: 0,
    overrides: {},
  }
}

/** One transaction: the change over the version it was made on, and its audit entry. Somebody else's change in between refuses it. */
async function change(
  base: Base,
  { id, version, slug }: Organization,
  what: string,
  details: Record<string, string | number>,
  statements: Statement[],
): Promise<void> {
  const guarded = [
    sql`UPDATE organizations SET version = version + 1 WHERE id = ${id} AND version = ${version}`,
    sql`INSERT INTO assert_one SELECT changes()`,
    ...statements,
    auditEntry(id, `organization.${what}`, 'organization', id, version + 1, details),
  ]
  await base.run(guarded).catch((error: Error) => {
    throw /\bstale\b|UNIQUE constraint failed: audit/.test(error.message)
      ? new Refusal(`${slug} was changed by somebody else at this moment. Try again.`)
      : error
  })
}

/** SEC-5: who, what, which version. The host's command acts as the portal itself. */
export function auditEntry(
  organizationId: string,
  action: string,
  kind: string,
  id: string,
  version: number | null,
  details: Record<string, string | number> = {},
): Statement {
  return sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    VALUES (${organizationId}, ${Date.now()}, 'system', '', 'system', ${action}, ${kind}, ${id}, ${version}, ${JSON.stringify(details)}, ${`org-${randomUUID()}`}, 'system')`
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(16).toString('base64url')}`

/** What an off-switch does to things in flight, as the portal's own switch writes it (settings/effects.ts). */
const effect = ({ id }: Organization, key: string): Statement =>
  sql`INSERT INTO setting_effects (organization_id, id, key, client_id, created_at, created_by, due_at) VALUES (${id}, ${newId('eff')}, ${key}, NULL, ${Date.now()}, 'system', ${Date.now() + undoFor})`

const withdrawn = ({ id }: Organization, key: string): Statement =>
  sql`UPDATE setting_effects SET cancelled_at = ${Date.now()} WHERE organization_id = ${id} AND key = ${key} AND client_id IS NULL AND done_at IS NULL AND cancelled_at IS NULL`
