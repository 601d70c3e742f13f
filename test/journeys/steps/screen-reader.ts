import type { Page } from 'playwright-core'

/** What a screen reader says of an element: its role, name, description and states. */
export interface Spoken {
  role: string
  name: string
  description: string
  states: Record<string, unknown>
}

/** What has the focus, out of Chromium's own accessibility tree. */
export async function spokenOfTheFocus(page: Page): Promise<Spoken> {
  const tree = await page.context().newCDPSession(page)
  const { nodes } = await tree.send('Accessibility.getFullAXTree')
  await tree.detach()
  const found = nodes
    .map(({ role, name, description, properties = [] }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? ''),
      description: String(description?.value ?? ''),
      states: Object.fromEntries(properties.map((property) => [property.name, property.value.value])),
    }))
    .findLast(({ role, states }) => states['focused'] === true && role !== 'RootWebArea')
  if (!found) throw new Error('Nothing has the focus.')
  return found
}
