import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classics, ofHtmx } from '../security/xss/payloads.ts'
import { lookingAround } from './access/looking.ts'
import { differently, pages, type ReviewedPage } from './access/pages.data.ts'
import type { Says } from './access/portal-in-use.ts'
import { development } from './steps/development.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

// T-18, T-19: what people write through the forms stays text in a real browser too, which reads HTML its own way and runs what htmx makes of it.
// `npm test` writes one round of texts and opens the pages that are written differently; `npm run access` as many as it takes to write each of them,
// every field beginning with another one each time, and opens all. Every text in every column is T-18 in workerd.

const { long = false } = JSON.parse(process.env['ACCESS'] ?? '{}') as { long?: boolean }
/** Control characters are refused, or left out, wherever somebody writes; in workerd they are written past the forms. */
const payloads = [...classics, ...ofHtmx].map((text) => text.replace(/\p{Cc}/gu, ''))
const looks = Object.entries(pages).flatMap(([door, all]) =>
  all.flatMap((look, at) => (look.state === 'full' && (long || at === differently[door]) ? [{ door, look }] : [])),
)

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
afterAll(() => portal.close())

/** As many texts as a field holds, the next ones in turn; whoever reads the form has the last word about what may be in it. */
function saysFrom(round: number): Says {
  let next = round * 7
  return (field, most) => {
    // A word in braces stands for something there: what is none is refused.
    const texts = field === 'client invitation' ? payloads.filter((text) => !text.includes('{')) : payloads
    let text = texts[next++ % texts.length] as string
    while (`${text} ${texts[next % texts.length]}`.length <= most) text += ` ${texts[next++ % texts.length]}`
    return [...text].slice(0, most).join('')
  }
}

/** What each page is made of: its elements with their attributes, of addresses the kind. And whatever the browser complained of meanwhile. */
async function crawl(says?: Says) {
  await development(portal).everythingIsNew()
  const around = await lookingAround(portal, { says })
  const made: Record<string, string[]> = {}
  const happened: string[] = []
  const complaints = new Map<Page, Complaints>()
  for (const { door, look } of looks) {
    const page = await around.pageOf(look.who)
    if (!complaints.has(page)) complaints.set(page, listens(page, happened))
    await page.goto(around.addressOf(door, look))
    made[nameOf(door, look)] = (await page.evaluate(structure)) as string[]
    happened.push(...((await page.evaluate('globalThis.violated ?? []')) as string[]))
  }
  await around.close()
  return { made, happened: [...happened, ...[...complaints.values()].flatMap(({ foreign, errors }) => [...foreign, ...errors])] }
}

const nameOf = (door: string, { who, at }: ReviewedPage): string => `${at ?? door} for ${who}`

function listens(page: Page, happened: string[]): Complaints {
  page.on('dialog', (dialog) => {
    happened.push(`a dialog on ${page.url()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return watch(page, portal.url)
}

const structure = `[...document.querySelectorAll('*')].map((element) => [element.localName, ...[...element.attributes].map(({ name, value }) =>
  /^(href|src|action|formaction|hx-get|hx-post|hx-target)$/.test(name) ? name + ':' + (/^\\s*[\\w+]+:/.exec(value)?.[0] ?? 'own') : name).sort()].join(' ')).sort()`

describe('T-18 T-19 what was written is text in Chromium', () => {
  let plain: Awaited<ReturnType<typeof crawl>>
  beforeAll(async () => {
    plain = await crawl()
  })

  test.each(Array.from({ length: long ? Math.ceil(payloads.length / 7) : 1 }, (_, round) => round))(
    'round %i',
    { timeout: 300_000 },
    async (round) => {
      const { made, happened } = await crawl(saysFrom(round))
      expect(happened).toEqual([])
      for (const [page, elements] of Object.entries(made)) expect(elements, page).toEqual(plain.made[page])
    },
  )

  test('what would be noticed: an element, a dialog, a policy that is broken', async () => {
    const page = await portal.browser({ javaScript: true })
    const happened: string[] = []
    const { errors } = listens(page, happened)
    await page.goto('/willow/login')
    const before = await page.evaluate(structure)
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')`)
    await expect.poll(() => errors.length).toBeGreaterThan(0)
    expect(await page.evaluate(structure)).not.toEqual(before)
    await page.evaluate('void setTimeout(() => alert(1))')
    await expect.poll(() => happened.length).toBe(1)
  })
})
