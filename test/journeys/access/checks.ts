import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { violations } from '../steps/inspection.ts'

/** Puts what looks at boxes and styles into every page of a browser. */
export async function withInspection(context: BrowserContext): Promise<void> {
  const texts = await Promise.all(
    ['in-the-page.js', 'in-forced-colours.js', 'in-colours.js'].map((name) => readFile(join(import.meta.dirname, name), 'utf8')),
  )
  await context.addInitScript({ content: texts.map((text) => `{${text}}`).join('\n') })
}

type Question = 'faint' | 'misnamed' | 'tooWide' | 'cutOff' | 'overlapping' | 'tooSmall' | 'unseenFocus' | 'moving' | 'lostInForcedColours'

/** What is not as it should be, each with how the page was looked at. */
async function ask(page: Page, how: string, ...questions: Question[]): Promise<string[]> {
  const found = (await page.evaluate(
    `[${questions.map((question) => `...access.${question}().map((one) => '${question}: ' + one)`).join(', ')}]`,
  )) as string[]
  return found.map((one) => `${how}, ${one}`)
}

const tell = (page: Page, what: string): Promise<unknown> => page.evaluate(`void access.${what}`)

/** The page that stands there, on a small phone: 320 px wide, in the dark; and as a reader spaces it. */
export async function onASmallPhone(page: Page): Promise<string[]> {
  await tell(page, 'unfold()')
  const found = await ask(page, '320 px', 'tooWide', 'cutOff', 'tooSmall', 'faint')
  await tell(page, 'spaceOut()')
  found.push(...(await ask(page, '320 px, spaced out', 'tooWide', 'cutOff')))
  await tell(page, 'spaceAsItWas()')
  return found
}

/** Twice as large: by the browser's zoom (1280 px become 640), then the text alone. */
export async function twiceAsLarge(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 640, height: 450 })
  const found = await ask(page, '200 %', 'tooWide', 'cutOff', 'overlapping')
  await page.setViewportSize({ width: 1280, height: 900 })
  await tell(page, 'enlarge(200)')
  found.push(...(await ask(page, 'text at 200 %', 'tooWide', 'cutOff', 'overlapping')))
  await tell(page, 'enlarge()')
  return found
}

/** At a desk, in daylight. */
export async function atADesk(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const found = await ask(page, '1280 px', 'tooWide', 'cutOff', 'overlapping', 'tooSmall', 'unseenFocus', 'moving', 'faint', 'misnamed')
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'active' })
  found.push(...(await ask(page, 'forced colours', 'lostInForcedColours')))
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none' })
  return found
}

/** What axe finds, in the look the page has. */
export const byAxe = async (page: Page, how: string, only: 'everything' | 'contrast'): Promise<string[]> => {
  const found = await violations(page, only)
  return found.map((one) => `${how}, ${one}`)
}
