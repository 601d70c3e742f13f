import { directory, organizations as organizationTable } from '../accounts/schema.ts'
import { dayMs } from '../scheduling/zones.ts'
import { settings } from '../settings/schema.ts'
import { cast, members, organizations } from './cast.ts'
import { clientRows, contactRows, grantId, peopleRows, staffRows } from './demo-people.ts'
import { practice } from './demo-practice.ts'
import { pastRows } from './past.ts'
import { auditsOf, rowsFor, type Rows } from './rows.ts'

/** Everything the demo begins with, in the order in which it can be inserted. Nothing lies in the future. */
export function demoRows(now: number): Rows[] {
  const at = now - 400 * dayMs
  return [
    ...organizationRows(at),
    ...peopleRows(at),
    ...staffRows(at),
    ...clientRows(at, now),
    ...contactRows(at),
    ...practice(at),
    ...pastRows(now),
    ...settingRows(at),
    auditsOf(versioned(at)),
  ]
}

function organizationRows(at: number): Rows[] {
  const all = Object.values(organizations)
  return [
    rowsFor(
      directory,
      all.map(({ id, slug }) => ({ slug, organizationId: id, shard: 'DB', createdAt: at })),
    ),
    rowsFor(
      organizationTable,
      all.map((organization) => ({
        ...organization,
        language: 'en' as const,
        senderName: 'Client portal',
        plan: 'everything',
        boughtSeats: 0,
        cardProcessing: 'not_connected' as const,
        graceSeconds: 60,
        staffIdleMinutes: 15,
        requestDeadlineHours: 48,
        openRequestsPerClient: 5,
        reminderHours: '[48,2]',
        createdAt: at,
        version: 1,
      })),
    ),
  ]
}

const settingRows = (at: number): Rows[] => [
  rowsFor(settings, [
    {
      organizationId: organizations.willow.id,
      key: 'self_scheduling',
      value: 'on',
      version: 1,
      changedAt: at,
      changedBy: cast.dana.personId,
      changedByName: cast.dana.name,
    },
  ]),
]

/** One audit entry for everything above that carries a version. */
function versioned(at: number) {
  const { dana, gail } = cast
  const people = members.flatMap(({ org, personId, staffId, clientId, contactId }) => {
    const entities = { person: personId, staff: staffId, client: clientId, contact: contactId }
    return Object.entries(entities).flatMap(([kind, id]) => (id ? [{ organizationId: organizations[org].id, kind, id, at }] : []))
  })
  return [
    ...Object.values(organizations).map(({ id }) => ({ organizationId: id, kind: 'organization', id, at })),
    ...people,
    { organizationId: organizations[gail.org].id, kind: 'grant', id: grantId, at },
    {
      organizationId: organizations.willow.id,
      kind: 'setting',
      id: 'self_scheduling',
      at,
      action: 'on',
      by: { id: dana.personId, name: dana.name },
      details: { from: 'off', to: 'on' },
    },
  ]
}
