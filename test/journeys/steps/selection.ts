import type { Page } from 'playwright-core'

/** Manage Clients: several at once (SET-41). */
export function selection(page: Page) {
  const bar = page.locator('#selection')
  const boxOf = (clientId: string) => page.locator(`input[name=client][value=${clientId}]`)

  return {
    bar,
    boxOf,
    chooses: (feature: string) => bar.getByRole('combobox').selectOption({ label: feature }),
    turnsOff: () => bar.getByRole('button', { name: 'Turn off' }).click(),
    undoes: () => page.locator('.toast').getByRole('button', { name: /^Undo/ }).click(),
    isTold: (sentence: string) => page.locator('.toast', { hasText: sentence }).waitFor(),

    async selects(...clientIds: string[]): Promise<void> {
      for (const clientId of clientIds) await boxOf(clientId).check()
    },
  }
}
