import type { Page } from 'playwright-core'

/** A client's own page, and "Why can't this client ...?" (SET-33). */
export function explanation(page: Page) {
  const gate = (code: string) => page.locator(`[data-gate=${code}]`).first()
  const ask = () => page.getByRole('link', { name: 'Why can’t this client …?' })
  const feature = (name: string) => page.getByRole('navigation', { name: 'Features' }).getByRole('link', { name })
  const remedyOf = (code: string) => gate(code).getByRole('link')

  return {
    ask,
    feature,
    remedyOf,
    opensTheClient: (name: string) => page.getByRole('rowheader').getByRole('link', { name }).click(),

    async asksAbout(name: string): Promise<void> {
      await ask().click()
      await feature(name).click()
      await feature(name).and(page.locator('[aria-current]')).waitFor()
    },

    /** In the order of the page: "yes setting_off", "no client_off". */
    ticksAndCrosses: () =>
      page
        .locator('[data-gate]')
        .evaluateAll((gates) =>
          (gates as unknown as { dataset: Record<string, string> }[]).map(({ dataset }) => `${dataset['holds']} ${dataset['gate']}`),
        ),

    followsTheRemedyOf: (code: string) => remedyOf(code).click(),
    seesVerdict: (words: 'Can use it' | 'Cannot use it') => page.locator('#for-everybody', { hasText: words }).waitFor(),
  }
}
