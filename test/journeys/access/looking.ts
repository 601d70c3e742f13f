import type { Page } from 'playwright-core'
import type { OpenPortal } from '../support.ts'
import { withInspection } from './checks.ts'
import { atCedar, type Looker, type ReviewedPage } from './pages.data.ts'
import { inUse, type Says, type Situation } from './portal-in-use.ts'

/** The portal in use, and a browser for everybody who looks at it: one each, with the session that she has. */
export async function lookingAround(portal: OpenPortal, { says }: { says?: Says | undefined } = {}) {
  const situation = await inUse(portal.url, says)
  const pages = new Map<Looker, Page>()

  async function pageOf(who: Looker): Promise<Page> {
    const page = pages.get(who) ?? (await newPage(who))
    pages.set(who, page)
    return page
  }

  async function newPage(who: Looker): Promise<Page> {
    const page = await portal.browser({ javaScript: true })
    await withInspection(page.context())
    await page.context().addCookies(cookiesOf(situation, who, portal.url))
    page.setDefaultTimeout(15_000)
    return page
  }

  const close = (): Promise<unknown> => Promise.all([...pages.values()].map((page) => page.context().close()))

  return { situation, pageOf, close, addressOf: (door: string, look: ReviewedPage) => addressOf(situation, door, look) }
}

/** The address of a look, with what its placeholders stand for where its looker is at home. */
function addressOf({ at }: Situation, door: string, { who, at: own = door }: ReviewedPage): string {
  const known = who === 'amir' || who === 'cyd' ? { ...at, ...atCedar } : at
  return own.replace(/:([a-z]\w*)/gi, (all, name: string) => known[name] ?? all)
}

/** `__Host-` cookies are of https alone; browsers give them to this machine's own address all the same. */
const cookiesOf = ({ lookers }: Situation, who: Looker, url: string) =>
  [...lookers[who].cookies].map(([name, value]) => ({ name, value, url: url.replace('http:', 'https:'), secure: true, httpOnly: true }))
