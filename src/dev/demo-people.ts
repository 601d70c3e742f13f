import { people, staff } from '../accounts/schema.ts'
import { sortNameOf } from '../clients/names.ts'
import { assignments, clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import { dayMs } from '../scheduling/zones.ts'
import { cast, members, organizations, type CastMember } from './cast.ts'
import { rowsFor, type Rows } from './rows.ts'

/** Those who can sign in. */
export function peopleRows(at: number): Rows[] {
  const rows = withAccount().map(({ personId: id, name, email }) => ({
    id,
    name,
    email,
    emailVerifiedAt: at,
    language: null,
    createdAt: at,
  }))
  return [rowsFor(people, rows)]
}

export function staffRows(at: number): Rows[] {
  const { dana, theo, tess, amir } = cast
  const usual = { noticeMinutes: 0, horizonDays: 60, intervalMinutes: 30, emailNotices: 'each' as const, createdAt: at, version: 1 }
  const from = (member: CastMember & { staffId: string; personId: string }) => ({
    organizationId: organizations[member.org].id,
    id: member.staffId,
    personId: member.personId,
    name: member.name,
    zone: organizations[member.org].zone,
    ...usual,
  })
  const administrator = { administrator: true, therapist: false, slug: null, subscribedAt: null }
  const therapist = { administrator: false, therapist: true }
  return [
    rowsFor(staff, [
      { ...from(dana), ...administrator },
      { ...from(theo), ...therapist, slug: 'theo', subscribedAt: at },
      { ...from(tess), ...therapist, slug: 'tess', subscribedAt: null },
      { ...from(amir), ...administrator },
    ]),
  ]
}

/** The clients, who of them has an account, and who cares for them. */
export function clientRows(at: number, now: number): Rows[] {
  const { ana, bo, max, theo, tess } = cast
  const thirteenYearsAgo = `${new Date(now).getUTCFullYear() - 13}-05-14`
  const rows = members.flatMap(({ org, clientId, name, email }) => {
    if (!clientId) return []
    const birthDate = clientId === max.clientId ? thirteenYearsAgo : '1988-03-09'
    return [{ organizationId: organizations[org].id, id: clientId, name, sortName: sortNameOf(name), email, birthDate, createdAt: at }]
  })
  const logins = withAccount().flatMap(({ org, clientId, personId }) =>
    clientId ? [{ organizationId: organizations[org].id, clientId, personId, createdAt: at, lastSeenAt: now - 2 * dayMs }] : [],
  )
  const assigned = (client: { clientId: string }, therapist: { staffId: string }) => ({
    organizationId: organizations.willow.id,
    clientId: client.clientId,
    staffId: therapist.staffId,
    createdAt: at,
  })
  return [
    rowsFor(clients, rows),
    rowsFor(clientLogins, logins),
    rowsFor(assignments, [assigned(ana, theo), assigned(ana, tess), assigned(bo, theo), assigned(max, theo)]),
  ]
}

/** Gail acts for Max. */
export function contactRows(at: number): Rows[] {
  const { dana, gail, max } = cast
  const here = { organizationId: organizations.willow.id, createdAt: at }
  const permissions = ['forms' as const, 'pay' as const, 'schedule' as const]
  return [
    rowsFor(contacts, [{ ...here, id: gail.contactId, personId: gail.personId, name: gail.name, email: gail.email }]),
    rowsFor(grants, [
      {
        ...here,
        id: grantId,
        contactId: gail.contactId,
        clientId: max.clientId,
        relationship: 'Mother',
        permissions,
        createdBy: dana.personId,
      },
    ]),
  ]
}

export const grantId = 'gra_gail_max'

const withAccount = () => members.filter((member): member is CastMember & { personId: string; email: string } => member.personId !== null)
