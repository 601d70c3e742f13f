import type { BrowserKind, OpenPortal } from '../support.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** A therapist at the own hours, or an administrator at somebody's. */
export async function hours(portal: OpenPortal, key: string, kind: BrowserKind) {
  const page = await portal.browser(kind)
  await portal.signInAs(page, key)
  const day = (name: string) => page.locator(`#day-${days.indexOf(name) + 1}`)

  return {
    page,
    opensThem: () => page.goto('/willow/manage/hours/sta_theo'),
    sees: (name: string, what: string) => day(name).getByText(what).waitFor(),
    takesTheLastChangeBack: () => page.getByRole('button', { name: 'Undo' }).click(),

    async addsHours(name: string, from: string, to: string): Promise<void> {
      await day(name).locator('summary', { hasText: 'Add hours' }).click()
      await day(name).getByLabel('From').fill(from)
      await day(name).getByLabel('To').fill(to)
      await day(name).getByRole('button', { name: 'Add', exact: true }).click()
    },

    async copies(name: string, others: string[]): Promise<void> {
      await day(name).locator('summary', { hasText: 'Copy' }).click()
      for (const other of others) await day(name).getByLabel(other).check()
      await day(name).getByRole('button', { name: 'Copy', exact: true }).click()
    },

    async asksWhatIsOfferedTo(client: string): Promise<void> {
      await page.getByRole('link', { name: 'What would a client be offered?' }).click()
      await page.getByLabel('Client').selectOption({ label: client })
      await page.getByRole('button', { name: 'Show' }).click()
      await page.locator('#times').waitFor()
    },

    /** What the strip says under the first such weekday. */
    freeOn: (weekday: string) => page.locator('.days > *', { hasText: weekday }).first().locator('.soft').textContent(),
  }
}
