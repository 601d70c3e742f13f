import { portal } from '../../app.tsx'
import { doorsOf, type ListedDoor } from '../../doors.ts'
import { guardOf } from '../../settings/declarations.ts'
import { generatedFrom, table } from './table.ts'

/** docs/doors.md: every route of the production Worker, with who may pass (SEC-1). */
export function doorsPage(): string {
  const byAudience = Map.groupBy(doorsOf(portal()), ({ audience }) => audience)
  const order = ['visitors', 'people', 'clients', 'staff', 'machines']
  const sections = [...byAudience].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([audience, doors]) => section(audience, doors))
  return `${generatedFrom('the routes')}

# Doors

Every address of the portal with the method it answers and the policy of its door (\`src/policies.ts\`). A route without a policy
stops the Worker from starting; a route that is not in \`test/house/doors.data.ts\` fails a test. For whoever does not belong to an
organization, everything in it is 404, to the byte as if it did not exist.

${sections.join('\n\n')}
`
}

const about: Record<string, string> = {
  visitors: 'Anybody, signed in or not.',
  people: 'Somebody signed in, wherever she belongs, or anybody about her own session.',
  clients: 'A client, or a contact for her. Staff look at a client in their own pages.',
  staff: 'The staff of the organization in the address.',
  machines: 'Answered without knowing who asks.',
}

function section(audience: string, doors: ListedDoor[]): string {
  const rows = doors.map(({ method, path, policy }) => [method, `\`${path}\``, policy, guardOf(path) ? `\`${guardOf(path)}\` effective` : '-'])
  return `## ${audience}\n\n${about[audience] ?? ''}\n\n${table(['method', 'address', 'who may pass', 'while'], rows)}`
}
