import type { Page, Request } from 'playwright-core'

/** The requests that a page sends while somebody does something; assets and polls left out. */
export async function requestsDuring(page: Page, act: () => Promise<unknown>): Promise<Request[]> {
  const seen: Request[] = []
  const note = (request: Request) => seen.push(request)
  page.on('request', note)
  await act()
  await page.waitForTimeout(300)
  page.off('request', note)
  return seen
}

export interface Complaints {
  /** Errors of the console, CSP violations among them, and exceptions. */
  errors: string[]
  /** Requests to any other origin (T-35). */
  foreign: string[]
}

/** Collects what a browser would complain about on every page it shows from now on. Refusals that were asked for are no errors. */
export function watch(page: Page, origin: string): Complaints {
  const complaints: Complaints = { errors: [], foreign: [] }
  page.on('console', (message) => {
    // Chromium does not know every feature that our Permissions-Policy turns off, and says so on each page.
    const unknown = message.text().startsWith('Error with Permissions-Policy header: Unrecognized feature')
    const refused = /^Failed to load resource: the server responded with a status of 4(0[349]|10|22)/.test(message.text())
    if (['error', 'warning'].includes(message.type()) && !refused && !unknown) complaints.errors.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.errors.push(`${page.url()}: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) complaints.foreign.push(request.url())
  })
  return complaints
}
