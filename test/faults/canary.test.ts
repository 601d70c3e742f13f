import { beforeEach, expect, test, vi } from 'vitest'
import { tableNames } from '../house/support.ts'
import { db } from '../support/portal.ts'
import { arrange } from './arrange.ts'
import { fillBoth } from './both-practices.ts'
import { planted, plantedAt, plantEverywhere, type Planted } from './canaries.ts'
import { canaried, fixed } from './canary.data.ts'
import { inThisPart } from './how-much.ts'
import { play } from './play.ts'
import { words } from './said.ts'
import { byName } from './use-cases.ts'

/** NOT-8, SEC-4: no word of anybody, of either practice, in an e-mail, a message of the queue, a line of the log or an address. */

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(' ')))
})

test('every column of text is thought about', async () => {
  const all = (
    await Promise.all(
      (await tableNames()).map(async (table) => {
        const { results } = await db().prepare(`SELECT name FROM pragma_table_info('${table}') WHERE type = 'TEXT'`).all<{ name: string }>()
        return results.map(({ name }) => `${table}.${name}`)
      }),
    )
  ).flat()
  const known = Object.values(canaried).flat()
  expect(all.filter((column) => !known.includes(column) && !fixed.some((pattern) => pattern.test(column)))).toEqual([])
  expect(known.filter((column) => !all.includes(column))).toEqual([])
})

let filled = false
async function plant(): Promise<void> {
  if (!filled) await fillBoth()
  filled = true
  await plantEverywhere()
}

/** What may be said to whom, and why. */
interface Exception {
  why: string
  kinds?: string[]
  column?: string
  said?: true
  part?: 'senderName'
}
const exceptions: Exception[] = [
  { why: 'the practice chose this very name to send under (NOT-8)', column: 'organizations.sender_name', part: 'senderName' },
  { why: 'whoever is offered work must know by whom', kinds: ['staff_invitation'], column: 'organizations.name' },
  {
    why: "an invitation is the practice's own message, with its name and number where it asks for them (ACC-20)",
    kinds: ['invitation'],
    column: 'organizations.name',
  },
  { why: 'as above', kinds: ['invitation'], column: 'organizations.phone' },
  { why: 'as above', kinds: ['invitation'], column: 'invitations.message' },
]

test.each(inThisPart(byName))('NOT-8 SEC-4 %s: what people wrote stays inside', async (_, useCase) => {
  words.length = 0
  const arranged = await arrange(useCase, plant)
  const { mails, rig, answer } = await play(arranged)
  if (useCase.tells.length > 0) expect(mails.length).toBeGreaterThan(0)
  const found: string[] = []
  const look = (where: string, text: string, allowed: (planted: Planted | undefined, word: string) => boolean = () => false) => {
    for (const [word] of text.matchAll(/zq[a-z0-9]{6,}(@[\w.]+)?|\+1 907 555 \d{4}/g)) {
      const known = planted.get(word)
      if (!allowed(known, word)) found.push(`${where}: ${word} of ${known?.column ?? 'a form'} ${known?.organizationId ?? ''}`)
    }
  }
  for (const { mail } of mails) {
    const { to = '', kind = '', ...parts } = JSON.parse(mail) as Record<string, unknown>
    for (const [part, said] of Object.entries(parts))
      look(`${kind} ${part}`, JSON.stringify(said), (known, word) => mayBeSaid(known, word, { to, kind, part }))
  }
  for (const body of rig.bodies) expect(Object.keys(body)).toEqual(['organizationId', 'outboxId'])
  look('queue', JSON.stringify(rig.bodies))
  look('log', lines.join('\n'))
  look('form', arranged.request?.().url ?? '')
  look('redirect', answer?.headers.get('Location') ?? '')
  look('links of the page', addressesIn((await answer?.text()) ?? ''))
  expect(found).toEqual([])
})

/** Her own first name, and what the exceptions allow. */
const mayBeSaid = (known: Planted | undefined, word: string, { to, kind, part }: { to: unknown; kind: unknown; part: string }): boolean =>
  (known !== undefined && known.firstNameOf === to) ||
  (kind === 'invitation' && word.startsWith('zqinvitation')) ||
  exceptions.some(
    ({ kinds, column, part: only }) => known?.column === column && (!kinds || kinds.includes(String(kind))) && (!only || only === part),
  )

const addressesIn = (html: string): string =>
  [...html.matchAll(/(?:href|action|src|hx-\w+)="([^"]*)"/g)].map(([, address]) => address).join(' ')

test('SEC-4 both practices had words in every column', () => {
  const practices = (column: string) => (ofThePortal.test(column) ? [column] : [`${column} org_willow`, `${column} org_cedar`])
  console.warn(`canaries: ${planted.size} words in ${plantedAt.size} columns of the two practices`)
  expect(
    Object.values(canaried)
      .flat()
      .flatMap(practices)
      .filter((one) => !plantedAt.has(one)),
  ).toEqual([])
})

/** Of a person, in whatever practice. */
const ofThePortal = /^(people|passkeys)\./
