import { and, eq, isNull, sql } from 'drizzle-orm'
import { safeAddress } from '../../views/emails/safe-address.tsx'
import { limits } from '../accounts/limits.ts'
import { safeAddressToken } from '../accounts/sign-in-secrets.ts'
import { clientLogins, clients } from '../clients/schema.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { read, within } from '../db.ts'
import { href, paths } from '../paths.ts'
import { link, mailTo } from './mail-to.ts'
import { readPeople, type Row } from './readings.ts'
import type { DropReason } from './recipients.ts'
import { safeAddresses } from './schema.ts'
import type { Later, Mail } from './transport.ts'

/** To the address that is to be a client's safe one: the link, while it works, and nothing of whom it is about (NOT-8). */
export async function safeAddressMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const { orm } = current.db
  const { found } = await read(current.db, {
    found: orm
      .select({
        email: safeAddresses.email,
        expiresAt: safeAddresses.expiresAt,
        confirmedAt: safeAddresses.confirmedAt,
        endedAt: safeAddresses.endedAt,
        archivedAt: clients.archivedAt,
        language: clients.language,
        personId: clientLogins.personId,
        before: sql<number>`(SELECT count(*) FROM safe_addresses e WHERE e.organization_id = ${safeAddresses.organizationId}
          AND e.email = ${safeAddresses.email} AND e.rowid < safe_addresses.rowid
          AND e.created_at > ${safeAddresses.createdAt} - ${limits.safeAddressTo.minutes * 60_000})`.as('before'),
      })
      .from(safeAddresses)
      .innerJoin(clients, and(eq(clients.organizationId, safeAddresses.organizationId), eq(clients.id, safeAddresses.clientId)))
      .leftJoin(
        clientLogins,
        and(eq(clientLogins.organizationId, clients.organizationId), eq(clientLogins.clientId, clients.id), isNull(clientLogins.endedAt)),
      )
      .where(within(current, safeAddresses, eq(safeAddresses.id, row.aboutId))),
  })
  const [asked] = found
  if (!asked) return 'gone'
  if (asked.confirmedAt !== null) return 'used'
  if (asked.endedAt !== null) return 'overtaken'
  if (asked.expiresAt <= clock.now()) return 'expired'
  if (asked.archivedAt !== null) return 'archived'
  if (asked.before >= limits.safeAddressTo.most) return 'too_often'
  const { env, organization } = current
  const person = asked.personId ? (await readPeople(current, [asked.personId])).get(asked.personId) : undefined
  const language = person?.language ?? asked.language ?? organization.language
  const address = link(
    current,
    href(paths.safeAddressLink, { org: organization.slug, token: await safeAddressToken(env.PORTAL_SECRET, row.aboutId) }),
  )
  const to = { recipient: row.recipient, personId: null, name: '', address: asked.email, language }
  return await mailTo(current, row, to, await safeAddress({ language, address }))
}
