import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const looks = [
  { width: 1280, height: 900, colorScheme: 'light', all: true },
  { width: 1280, height: 900, colorScheme: 'dark', all: false },
  { width: 360, height: 740, colorScheme: 'dark', all: true },
  { width: 360, height: 740, colorScheme: 'light', all: false },
] as const

/** What axe finds on a page as it stands now, light and dark, wide and narrow; and what does not fit. Empty when all is well. */
export async function problemsOf(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const { colorScheme, all, ...size } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // From its top: the bar that stays in view lies over whatever an address with # scrolled under it, and axe would take that for a small target.
    await page.evaluate('scrollTo(0, 0)')
    const found = await violations(page, all ? 'everything' : 'contrast')
    problems.push(...found.map((problem) => `${size.width} ${colorScheme} ${problem}`))
  }
  return [...problems, ...(await overflows(page))]
}

/**
 * What axe finds on a page as it stands now: against all its rules, or the contrast alone. The builder puts axe into the page once; asking it
 * again ourselves takes half the time.
 */
export async function violations(page: Page, against: 'everything' | 'contrast'): Promise<string[]> {
  const runOnly = against === 'everything' ? { type: 'tag', values: tags } : { type: 'rule', values: ['color-contrast'] }
  if (!(await page.evaluate("'axe' in window"))) await new AxeBuilder({ page }).setLegacyMode().withRules(['document-title']).analyze()
  const found = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return (found as Violation[]).map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ html }) => html).join(' | ')}`)
}

interface Violation {
  id: string
  help: string
  nodes: { html: string }[]
}

/** 1.4.10 and 1.4.4: nothing to scroll sideways at 320 px, nor with text at 200 %. */
export async function overflows(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 740 })
  const narrow = await widthOf(page)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.evaluate("document.documentElement.style.fontSize = '200%'")
  const large = await widthOf(page)
  await page.evaluate("document.documentElement.style.fontSize = ''")
  return [
    ...(narrow > 320 ? [`320 px wide: ${narrow} px are needed`] : []),
    ...(large > 1280 ? [`text at 200 %: ${large} px are needed`] : []),
  ]
}

const widthOf = async (page: Page): Promise<number> => Number(await page.evaluate('document.documentElement.scrollWidth'))
