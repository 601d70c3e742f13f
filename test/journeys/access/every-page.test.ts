import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../house/doors.data.ts'
import { changeIn } from '../steps/database.ts'
import { watch, type Complaints } from '../steps/watching.ts'
import { openPortal, type OpenPortal } from '../support.ts'
import { atADesk, byAxe, onASmallPhone, twiceAsLarge } from './checks.ts'
import { lookingAround } from './looking.ts'
import { differently, noPages, pages, seenByNoOther, type Looker } from './pages.data.ts'

// UX-1, UX-3: every page, in one browser, as people with other eyes and hands meet it. `npm run access` plays all of it; `npm test` the pages that
// are written differently from each other, and axe where no axe-*.test.ts asks it.

const { long = false } = JSON.parse(process.env['ACCESS'] ?? '{}') as { long?: boolean }
const looks = Object.entries(pages).flatMap(([door, all]) =>
  all.map((look, at) => ({ door, look, at, name: `${look.state}, ${look.who}: ${look.at ?? door}` })),
)
const played = long ? looks : looks.filter(({ door, at }) => at === (differently[door] ?? -1))

let portal: OpenPortal
let around: Awaited<ReturnType<typeof lookingAround>>
const complaints = new Map<Looker, Complaints>()

beforeAll(async () => {
  portal = await openPortal()
  around = await lookingAround(portal)
  // Only a grant more makes somebody choose; no page gives one yet.
  if (long)
    await portal.restart((folder) =>
      changeIn(
        folder,
        `INSERT INTO grants (organization_id, id, contact_id, client_id, relationship, permissions, created_at, created_by) VALUES ('org_willow', 'gra_gail_bo', 'con_gail', 'cli_bo', 'Mother', '["schedule"]', 1, 'per_dana')`,
      ),
    )
})
afterAll(() => portal.close())

describe('UX-1 the list of pages', () => {
  test('every door that is looked through is a page with its states, or says why it is none', () => {
    const reviewed = [...Object.keys(pages), ...Object.keys(noPages)]
    expect(reviewed.toSorted()).toEqual(doors.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])).toSorted())
  })

  test('everything that is played in short is in the list', () => {
    for (const [door, at] of Object.entries(differently)) expect(pages[door]?.[at], door).toBeDefined()
  })
})

describe('UX-1 UX-3 a page has nothing for axe to find, fits 320 px and text twice as large, shows its focus, is big enough to be pressed, and stands still', () => {
  test.each(played)('$name', async ({ door, look }) => {
    const asksAxe = long || seenByNoOther.includes(door)
    const page = await around.pageOf(look.who)
    if (!complaints.has(look.who)) complaints.set(look.who, watch(page, portal.url))
    await page.setViewportSize({ width: 320, height: 740 })
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    const answer = await page.goto(around.addressOf(door, look))
    expect(answer?.headers()['content-type']).toContain('text/html')
    expect(answer?.ok() || look.state === 'error', `${answer?.status()}`).toBe(true)
    expect([
      ...(await onASmallPhone(page)),
      ...(asksAxe ? await byAxe(page, '320 px, dark', 'everything') : []),
      ...(await twiceAsLarge(page)),
      ...(await atADesk(page)),
      ...(asksAxe ? await byAxe(page, '1280 px, light', 'everything') : []),
    ]).toEqual([])
  })

  test('T-35 none did what its policy forbids, or asked another origin', () => {
    expect([...complaints.values()].flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
  })
})

describe('UX-3 what looks at the pages is not blind', () => {
  test.each([
    ['too wide', 'tooWide', "document.querySelector('h1').style.cssText = 'inline-size: 2000px'"],
    ['cut off', 'cutOff', "document.querySelector('h1').style.cssText = 'inline-size: 20px; overflow: hidden; white-space: nowrap'"],
    ['over each other', 'overlapping', "document.querySelector('h1').style.cssText = 'margin-block-end: -60px'"],
    [
      'too small',
      'tooSmall',
      "for (let n = 0; n < 2; n++) document.querySelector('main').appendChild(document.createElement('button')).style.cssText = `all: initial; position: fixed; inset: 9px auto auto ${n * 10}px; inline-size: 9px; block-size: 9px`",
    ],
    ['without a sign of the focus', 'unseenFocus', "document.querySelector('main button').style.cssText = 'outline: 0'"],
    [
      'under something else',
      'unseenFocus',
      "document.body.insertAdjacentHTML('beforeend', '<div id=over></div>'); over.style.cssText = 'position: fixed; inset: 0; z-index: 9; background: red'",
    ],
    ['in motion', 'moving', "document.querySelector('main button').style.cssText = 'transition: color 1s'"],
    ['hardly seen', 'faint', "document.querySelector('#email').style.cssText = 'border-color: transparent'"],
    ['named otherwise', 'misnamed', "document.querySelector('main button').ariaLabel = 'Go'"],
    [
      'lost in forced colours',
      'lostInForcedColours',
      "document.querySelector('main .icon, .icon').style.cssText = `forced-color-adjust: none; stroke: ${getComputedStyle(document.body).backgroundColor}`",
    ],
  ])('%s', async (_, question, breakIt) => {
    const page = await around.pageOf('a stranger')
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto('/willow/login')
    expect(await page.evaluate(`access.${question}()`)).toEqual([])
    await page.evaluate(breakIt)
    expect(await page.evaluate(`access.${question}()`)).not.toEqual([])
  })
})
