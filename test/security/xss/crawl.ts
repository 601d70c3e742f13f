import { actors, doors, type Actor, type ReviewedDoor } from '../../house/doors.data.ts'
import { expected, nameOf } from '../../house/doors.exceptions.ts'
import { startAnew, type Stage } from '../../house/matrix.ts'
import { addressOf } from '../../house/situation.ts'
import { db, visit } from '../../support/portal.ts'

// What somebody wrote must never become part of a page's structure (T-18, T-19). So everything that somebody can write is written anew, straight into
// the database, past every check at the way in; and each page must have the same elements with the same attributes as with plain words.

/** Every column that holds what a person wrote, or that is made of it; the rest of them is in columns.data.ts, with its reason. */
export const written: Record<string, string[]> = {
  people: ['name', 'email'],
  organizations: ['name', 'sender_name', 'phone'],
  staff: ['name'],
  clients: ['name', 'phone', 'email', 'safe_email', 'discreet_changed_by_name'],
  contacts: ['name', 'phone', 'email'],
  grants: ['relationship'],
  client_overrides: ['changed_by_name'],
  services: ['name'],
  locations: ['name', 'address'],
  rooms: ['name'],
  appointments: ['note', 'answer'],
  standing_requests: ['note', 'answer'],
  availability_exceptions: ['label'],
  invitations: ['message', 'email', 'created_by_name'],
  invitation_batches: ['message', 'created_by_name'],
  staff_invitations: ['name', 'email', 'created_by_name'],
  registrations: ['name', 'phone', 'email', 'note', 'decided_by_name'],
  passkeys: ['name'],
  sessions: ['device', 'place'],
  settings: ['changed_by_name'],
  setting_schedules: ['created_by_name'],
  shortcut_links: ['created_by_name'],
  merges: ['created_by_name', 'undone_by_name'],
  duplicate_dismissals: ['created_by_name'],
  safe_addresses: ['email', 'created_by_name', 'ended_by_name'],
  email_changes: ['new_email', 'old_email'],
  outbox: ['sent_to', 'settled_by_name'],
  phone_notes: ['note', 'created_by_name'],
}
const columns = Object.entries(written).flatMap(([table, names]) => names.map((name) => ({ table, name })))

/** Elsewhere a text has the number of its row behind it, because some must not be there twice. */
const withoutRowid = ['duplicate_dismissals']

/** How many texts one round writes. */
export const textsInARound = columns.length

/** All columns get a text each: the texts in turn, beginning where the last round ended. */
export async function write(texts: string[], round: number): Promise<void> {
  const statements = columns.map(({ table, name }, at) => {
    const text = texts[(round * columns.length + at) % texts.length] as string
    // One client alone: which records look like one person, and are pointed out, depends on their names.
    const only = table === 'clients' ? "AND id = 'cli_bo'" : ''
    const value = name.endsWith('email') ? 'lower(trim(?))' : '?'
    const apart = withoutRowid.includes(table) ? '' : "|| ' ' || rowid"
    return db()
      .prepare(`UPDATE ${table} SET ${name} = ${value} ${apart} WHERE (${name} <> '' OR '${name}' IN ('note', 'answer', 'label')) ${only}`)
      .bind([...text].slice(0, 180).join(''))
  })
  await db().batch(statements)
}

/** Who looks: whoever sees most of it. */
const readers: Actor[] = ['Dana, an administrator', 'Theo, a therapist', 'Bo, the client', 'a stranger']

const looks: { reviewed: ReviewedDoor; actor: Actor }[] = doors
  .filter(({ method, audience }) => method === 'GET' && audience !== 'machines')
  .flatMap((reviewed) =>
    readers
      .filter((actor) => actors.includes(actor) && expected(reviewed, actor) === 'p')
      .slice(0, reviewed.policy === 'staff' ? 2 : 1)
      .map((actor) => ({ reviewed, actor })),
  )

/** The structure of every page, by its address and reader. */
export async function crawl(stage: Stage): Promise<Record<string, string[]>> {
  const found = await Promise.all(
    looks.map(async ({ reviewed, actor }) => {
      const answer = await visit(stage.company[actor], addressOf(reviewed.path, stage.situation))
      const isPage = answer.headers.get('Content-Type')?.startsWith('text/html')
      return [`${nameOf(reviewed)} for ${actor}`, [String(answer.status), ...(isPage ? await structureOf(answer) : [])]] as [
        string,
        string[],
      ]
    }),
  )
  return Object.fromEntries(found)
}

/** Each element with the names of its attributes, sorted; of addresses also what kind they are, because a scheme is code, too. */
async function structureOf(answer: Response): Promise<string[]> {
  const elements: string[] = []
  const noted = new HTMLRewriter().on('*', {
    element(element) {
      const attributes = [...element.attributes].map(([name = '', value = '']) =>
        /^(href|src|action|formaction)$/.test(name) ? `${name}:${/^\s*\w+:/.exec(value)?.[0] ?? 'own'}` : name,
      )
      elements.push([element.tagName, ...attributes.toSorted()].join(' '))
    },
    comments(comment) {
      elements.push(`<!-- ${comment.text.length} -->`)
    },
  })
  await noted.transform(answer).text()
  return elements.toSorted()
}

/** The portal as at the beginning, with these texts in it. */
export async function withTexts(stage: Stage, texts: string[], round = 0): Promise<Record<string, string[]>> {
  await startAnew(stage)
  await write(texts, round)
  return await crawl(stage)
}
