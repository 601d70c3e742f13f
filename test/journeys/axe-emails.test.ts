import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemsOf } from './steps/inspection.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Every e-mail as mail clients draw it (NOT-8, UX-3): light and dark, narrow and wide; with the style sheet of its head, and by those that throw it away.

let portal: OpenPortal
let page: Page
let letters: { name: string; html: string }[]
const asked: string[] = []

beforeAll(async () => {
  portal = await openPortal()
  page = await portal.browser({ javaScript: true })
  const { request } = page.context()
  const gallery = await (await request.get('/dev/emails')).text()
  const names = [...gallery.matchAll(/href="\/dev\/emails\/([a-z-]+)"/g)].map(([, name = '']) => name)
  letters = await Promise.all(names.map(async (name) => ({ name, html: await (await request.get(`/dev/emails/${name}`)).text() })))
  page.on('request', (one) => asked.push(one.url()))
})
afterAll(() => portal.close())

/** One of each build, its longest: letters that differ in their words alone have the same problems. */
function ofEachBuild(): typeof letters {
  const builds = Map.groupBy(letters, ({ html }) => html.replace(/>[^<]*</g, '><').replace(/href="[^"]*"/g, ''))
  return [...builds.values()].map((same) => same.toSorted((a, b) => b.html.length - a.html.length)[0] as (typeof letters)[number])
}

/** The heading of an e-mail is its subject, which the mail client draws above it. */
const ofPages = /page-has-heading-one/

const withoutHead = (html: string): string => html.replace(/<style>.*?<\/style>/s, '')

test('NOT-24 the gallery has e-mails to look at, in both languages', () => {
  expect(letters.length).toBeGreaterThan(20)
  expect(letters.filter(({ name }) => name.endsWith('-es')).length).toBe(letters.length / 2)
  for (const { html } of letters) expect(withoutHead(html)).not.toBe(html)
})

describe.each([
  ['with the style sheet of its head', (html: string) => html],
  ['by a client that throws it away', withoutHead],
])('%s', (_, drawn) => {
  test('NOT-8 UX-3 every e-mail passes, light and dark, wide and narrow', async () => {
    const problems: string[] = []
    expect(ofEachBuild().length).toBeGreaterThan(5)
    for (const { name, html } of ofEachBuild()) {
      await page.setContent(drawn(html))
      problems.push(...(await problemsOf(page)).map((problem) => `${name}: ${problem}`))
    }
    expect(problems.filter((problem) => !ofPages.test(problem))).toEqual([])
  }, 240_000)

  test.each(['light', 'dark'] as const)('NOT-8 its button is seen as one, and what it says can be read (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const { name, html } of ofEachBuild().filter((letter) => letter.html.includes('class="button"'))) {
      await page.setContent(drawn(html))
      const button = page.locator('a.button')
      const look = (property: string): Promise<string> =>
        page.evaluate(`getComputedStyle(document.querySelector('a.button')).getPropertyValue('${property}')`)
      expect([name, ratio(await look('color'), await look('background-color')) >= 4.5]).toEqual([name, true])
      expect([name, await look('text-decoration-line'), await look('display')]).toEqual([name, 'none', 'inline-block'])
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
  })
})

test('NOT-8 nothing is fetched from anywhere', () => {
  expect(asked).toEqual([])
})

/** The contrast of two colours as CSS says them, `rgb(0, 105, 106)` (WCAG 1.4.3). */
function ratio(one: string, other: string): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const value = Number(part) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
