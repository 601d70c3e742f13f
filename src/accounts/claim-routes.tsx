import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { RegistrationsPage } from '../../views/accounts/registrations-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { read } from '../db.ts'
import { claimQueries, oneClaim, type Claim } from './claim-queries.ts'
import { linkClaim, makeClient, refuseClaim, reopenClaim, type ClaimRefusal } from './claims.ts'
import { askingAgain } from '../shards.ts'

/** Clients > Registrations: who came by the public links, and whose address is on file already (LNK-4). Administrators only. */
export const claimRoutes = new Hono<Portal>()

const deciding = z.object({ version, key: z.optional(idempotencyKey) })
const linking = z.extend(deciding, { client: z.string().check(z.maxLength(60)) })
const aClaim = { about: () => oneClaim }

claimRoutes.get(paths.registrations, door(administrators, { about: () => claimQueries }), (c) => show(c, listsFrom(c.var.about)))

claimRoutes.post(paths.registrationLink, door(administrators, aClaim), form(linking, badForm), async (c) => {
  const { client, version: seen } = c.req.valid('form')
  const claim = claimOf(c.var.about)
  if (!claim.candidates.some(({ id }) => id === client)) throw new NotFound()
  return await done(c, claim, await linkClaim(c.var.current, claim, client, { version: seen, location: listOf(c.var.current) }))
})

claimRoutes.post(paths.registrationNewClient, door(administrators, aClaim), form(deciding, badForm), async (c) => {
  const claim = claimOf(c.var.about)
  return await done(
    c,
    claim,
    await makeClient(c.var.current, claim, { version: c.req.valid('form').version, location: listOf(c.var.current) }),
  )
})

claimRoutes.post(paths.registrationRefusal, door(administrators, aClaim), form(deciding, badForm), async (c) => {
  const claim = claimOf(c.var.about)
  return await done(
    c,
    claim,
    await refuseClaim(c.var.current, claim, { version: c.req.valid('form').version, location: listOf(c.var.current) }),
  )
})

claimRoutes.post(paths.registrationReopening, door(administrators, aClaim), form(deciding, badForm), async (c) => {
  const claim = claimOf(c.var.about)
  return await done(
    c,
    claim,
    await reopenClaim(c.var.current, claim, { version: c.req.valid('form').version, location: listOf(c.var.current) }),
  )
})

/** Not this organization's, or not proved, is not there. */
function claimOf(about: Record<string, unknown>): Claim {
  const [claim] = about.claim as Claim[]
  if (!claim) throw new NotFound()
  return claim
}

const listOf = ({ organization }: StaffCurrent): string => href(paths.registrations, { org: organization.slug })
const listsFrom = (about: Record<string, unknown>) => about as unknown as { waiting: Claim[]; lately: Claim[] }

/** Back to the list; a refusal shows it as it is now. */
async function done(context: unknown, claim: Claim, refusal: ClaimRefusal | null) {
  const c = context as Context<Portal>
  const current = c.var.current as StaffCurrent
  if (refusal) {
    const id = sql`${current.organization.id}`
    const at = { ...askingAgain(current.db), organizationId: id, personId: id, now: current.now, params: {}, fields: {} }
    return await show(c, listsFrom(await read(current.db, claimQueries(at))), { id: claim.id, refusal })
  }
  wake(c.executionCtx, current)
  return answer(c, `${listOf(current)}#registration-${claim.id}`)
}

function show(context: unknown, lists: { waiting: Claim[]; lately: Claim[] }, refused?: { id: string; refusal: ClaimRefusal }) {
  const c = context as Context<Portal>
  return page(
    c,
    <RegistrationsPage current={c.var.current as StaffCurrent} {...lists} formKey={newKey()} refused={refused} />,
    refused ? 409 : 200,
  )
}
