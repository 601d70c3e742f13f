import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentencesOf } from '../../house/sentences.ts'
import { openPortal, type OpenPortal } from '../support.ts'
import { byAxe } from './checks.ts'
import { notRefused, refusedForms, type RefusedForm } from './forms.data.ts'
import { formsOf } from './hand.ts'
import { lookingAround } from './looking.ts'
import { pages } from './pages.data.ts'

// UX-5, UX-3: whoever is refused is told what to do next, where she is: the focus is at what is wrong, and what is wrong is read with it.

const { long = false } = JSON.parse(process.env['ACCESS'] ?? '{}') as { long?: boolean }
/** The others are refused by the same code. */
const played = long ? refusedForms : refusedForms.filter(({ differently }) => differently)
const sentences = sentencesOf('en').map(({ text }) => text)
let portal: OpenPortal
let around: Awaited<ReturnType<typeof lookingAround>>
beforeAll(async () => {
  portal = await openPortal()
  around = await lookingAround(portal)
})
afterAll(() => portal.close())

describe('UX-5 UX-3 a refused form says what to do next, and takes the focus there', () => {
  test.each(played)('$goesTo on $page', async ({ page: path, goesTo, who, typed }) => {
    const page = await around.pageOf(who)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(around.addressOf('', { state: 'error', who, at: path }))
    await page.evaluate('access.unfold()')
    const form = page.locator(`main form[action$="${around.addressOf('', { state: 'error', who, at: goesTo })}"]`).first()
    await fillIn(form, typed)
    await form.locator('button:not([type=button]):not([name])').last().click()
    await expect.poll(() => atWhatIsWrong(page)).toEqual('there')
    const said = await page
      .locator('main :is(.error, [role=alert] li, .notice[data-focus]:not([role=alert]) > div > div)')
      .allTextContents()
    expect(said).not.toEqual([])
    for (const one of said) expect(sentences).toContain(one.trim())
    expect(await unexplained(page)).toEqual([])
    if (long)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        expect(await byAxe(page, colorScheme, 'everything')).toEqual([])
      }
  })
})

test('UX-5 every form that something is written into is on the list, or says why not', { timeout: 120_000 }, async () => {
  const known = [...refusedForms.map(({ goesTo }) => goesTo), ...Object.keys(notRefused)].map((end) =>
    around.addressOf(end, { state: 'full', who: 'bo' }),
  )
  const found = new Set<string>()
  for (const [door, looks] of Object.entries(pages))
    for (const look of looks.filter(({ state }) => state === 'full'))
      for (const { action, isWrittenInto } of formsOf(await around.situation.lookers[look.who].reads(around.addressOf(door, look))))
        if (isWrittenInto && !known.some((end) => action.endsWith(end))) found.add(`${action} on ${door}`)
  expect([...found]).toEqual([])
})

/** As somebody types who does not wait for the browser to complain. */
async function fillIn(form: Locator, typed: RefusedForm['typed']): Promise<void> {
  await form.evaluate((one) => Object.assign(one, { noValidate: true }))
  for (const [name, value] of Object.entries(typed)) {
    const field = form.locator(`[name="${name}"]`).first()
    await field.evaluate((one, text) => Object.assign(one, { value: text }), value)
  }
}

/** The first field that is wrong, or the summary above the form, has the focus. */
const atWhatIsWrong = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const { activeElement: here } = document
    if (here.matches('main :is([role=alert], .notice[data-focus])')) return 'there'
    return here === document.querySelector('main [aria-invalid=true]') ? 'there' : here.outerHTML.slice(0, 200)
  })()`) as Promise<string>

/** Fields that are wrong and do not lead a screen reader to the sentence that says so. */
const unexplained = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('main [aria-invalid=true]')].filter((field) =>
    !(field.getAttribute('aria-describedby') ?? '').split(' ').some((id) => document.getElementById(id)?.matches('.error'))).map((field) => field.outerHTML.slice(0, 200))`) as Promise<
    string[]
  >
