import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPortal, type OpenPortal } from '../support.ts'
import { lookingAround } from './looking.ts'
import type { ReviewedPage } from './pages.data.ts'

// UX-3: what the main pages say to somebody who hears them: roles, names and states, as files that are reviewed like code. `npm run access -- --write`
// writes them anew; look at what changed before you keep it.

const { write = false } = JSON.parse(process.env['ACCESS'] ?? '{}') as { write?: boolean }
const folder = join(import.meta.dirname, 'spoken')

const spoken: Record<string, [who: ReviewedPage['who'], address: string]> = {
  login: ['a stranger', '/willow/login'],
  'book-a-time': ['bo', '/willow/my/cli_bo/appointments/new?therapist=sta_theo&from=2026-12-08'],
  'appointments-of-a-client': ['bo', '/willow/my/cli_bo/appointments'],
  'what-is-new': ['bo', '/willow/my/cli_bo/notices'],
  wishes: ['bo', '/willow/my/notifications'],
  'portal-settings': ['dana', '/willow/manage/portal'],
  requests: ['theo', '/willow/manage/requests'],
  week: ['theo', '/willow/manage/calendar?view=week&date=2026-12-09'],
  'manage-clients': ['dana', '/willow/manage/clients'],
  'client-record': ['dana', '/willow/manage/clients/cli_bo'],
  security: ['bo', '/account/security'],
}

let portal: OpenPortal
let around: Awaited<ReturnType<typeof lookingAround>>
beforeAll(async () => {
  portal = await openPortal()
  around = await lookingAround(portal)
})
afterAll(() => portal.close())

describe('UX-3 a page says what it said when it was reviewed', () => {
  test.each(Object.entries(spoken))('%s', async (name, [who, address]) => {
    const page = await around.pageOf(who)
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(address)
    const heard = levelled(await page.locator('body').ariaSnapshot())
    const file = join(folder, `${name}.txt`)
    if (write) {
      await mkdir(folder, { recursive: true })
      await writeFile(file, heard)
    }
    expect(heard).toBe(await readFile(file, 'utf8'))
  })
})

/** Ids and tokens are made of chance, ports too. */
const levelled = (text: string): string =>
  `${text
    .replace(/\b([a-z]{2,4}_)[\w-]{22}(?![\w-])/g, '$1*')
    .replace(/out_fill_[0-9a-f-]{36}/g, 'out_fill_*')
    .replace(/127\.0\.0\.1:\d+/g, 'portal')
    .replace(/(?<=\/)[\w-]{43}(?![\w-])/g, 'token')}\n`
