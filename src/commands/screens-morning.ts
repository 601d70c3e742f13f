import { type Browser, type BrowserContext, devices, type Page } from 'playwright-core'

/** A page to be pictured. */
export interface Screen {
  name: string
  person?: 'dana' | 'theo' | 'ana' | 'bo'
  path: string
  /** How much of a long page is shown, px. */
  height?: number
  /** Shown last, once a second therapist takes requests. */
  ofTwo?: boolean
  /** What is done on it before it is shown. */
  act?: (page: Page) => Promise<unknown>
}

const [early, now] = ['2026-12-01T12:55:00Z', '2026-12-01T15:00:00Z']

/**
 * A believable morning: some switches on, three requests with notes, one of them answered, an invitation sent. Answers the addresses
 * of an open request and of the invitation.
 */
export async function aMorning(chrome: Browser, url: string): Promise<{ open: string; invitation: string }> {
  await post(url, '/dev/reset', { now: early })
  await post(url, '/dev/fill', { clients: '3', emails: '12' })
  const dana = await signedIn(chrome, url, 'dana')
  for (const key of ['secure_messaging', 'contact_access', 'display_insurance', 'cancel_within_24h'])
    await press(dana, '/willow/manage/portal', `setting-${key}`)
  await press(dana, '/willow/manage/portal', 'notification-request_confirmed')
  await press(dana, '/willow/manage/clients', 'client-cli_bo-contact_access')
  await press(dana, '/willow/manage/clients/cli_max', 'client-cli_max-self_scheduling')
  await planTheHolidays(dana)
  const ana = await signedIn(chrome, url, 'ana')
  const open = await ask(ana, 'cli_ana', {
    from: '2026-12-08',
    clock: '10:00',
    forum: 'telehealth',
    note: 'Could we talk about the letter?',
  })
  await ask(ana, 'cli_ana', { from: '2026-12-03', clock: '11:30', forum: 'in_person', note: '' })
  const bo = await signedIn(chrome, url, 'bo')
  await ask(bo, 'cli_bo', {
    from: '2026-12-04',
    clock: '14:00',
    forum: 'in_person',
    note: 'I come from work, so a little later is fine, too.',
  })
  await post(url, '/dev/clock', { now })
  const theo = await signedIn(chrome, url, 'theo')
  await theo.goto('/willow/manage/requests')
  await theo.locator('.request-row', { hasText: '11:30' }).getByRole('button', { name: 'Confirm' }).click()
  await theo.locator('.request-row.done').waitFor()
  const danaAgain = await signedIn(chrome, url, 'dana')
  const invitation = await invite(danaAgain, url, 'cli_nell')
  for (const page of [dana, ana, bo, theo, danaAgain]) await page.context().close()
  return { open, invitation }
}

/** Tess takes a seat, so that there are two whose times can be looked at together. */
export async function aSecondSeat(chrome: Browser, url: string): Promise<void> {
  const dana = await signedIn(chrome, url, 'dana')
  await press(dana, '/willow/manage/staff', 'seat-sta_tess')
  await dana.context().close()
}

async function press(page: Page, path: string, row: string): Promise<void> {
  await page.goto(path)
  await page.locator(`[id="${row}"]`).getByRole('switch').click()
  await page.waitForLoadState('networkidle')
}

/** The sign-up is closed from Christmas to the second of January. */
async function planTheHolidays(page: Page): Promise<void> {
  await page.goto('/willow/manage/portal/settings/client_signup/schedules')
  for (const [label, value] of [
    ['Date', '2026-12-24'],
    ['Time', '09:00'],
    ['Back on this date', '2027-01-02'],
    ['Back at this time', '09:00'],
  ] as const)
    await page.getByLabel(label, { exact: !label.startsWith('Back') }).fill(value)
  await page.getByRole('button', { name: 'Schedule it' }).click()
  await page.waitForLoadState('networkidle')
}

/** A client asks for a time. Answers the address of her request. */
export async function ask(
  page: Page,
  clientId: string,
  wish: { from: string; clock: string; forum: string; note: string },
): Promise<string> {
  await page.goto(
    `/willow/my/${clientId}/appointments/new?${new URLSearchParams({ from: wish.from, forum: wish.forum, service: 'svc_session' })}`,
  )
  if (wish.note) {
    await page.locator('summary', { hasText: 'A note for' }).click()
    await page.getByLabel(/^A note for/).fill(wish.note)
  }
  await page.locator('.slot', { hasText: wish.clock }).click()
  await page.waitForURL(/\/requests\/apt_/)
  return new URL(page.url()).pathname
}

/** Invites a client. Answers the address that her e-mail leads to. */
async function invite(page: Page, url: string, clientId: string): Promise<string> {
  await page.goto(`/willow/manage/clients/invitations?client=${clientId}`)
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await page.waitForURL(/\/invitations\/bat_/)
  for (let looks = 0; looks < 50; looks++) {
    const mails = (await (await fetch(`${url}/dev/mail.json`)).json()) as { kind: string; text: string }[]
    const address = /https?:\/\/\S+\/invite\/\S+/.exec(mails.find(({ kind }) => kind === 'invitation')?.text ?? '')?.[0]
    if (address) return new URL(address).pathname
    await page.waitForTimeout(100)
  }
  throw new Error('No invitation came in five seconds.')
}

/** A browser of one width, touched below 768 px. By its other name: browsers make no passkeys for an IP address. */
export function contextFor(chrome: Browser, url: string, width: number): Promise<BrowserContext> {
  const touch = width < 768 ? { ...devices['Pixel 7'], deviceScaleFactor: 1 } : {}
  return chrome.newContext({
    ...touch,
    baseURL: url.replace('127.0.0.1', 'localhost'),
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
  })
}

/** A page of somebody of the cast. */
export async function signedIn(chrome: Browser, url: string, person: string): Promise<Page> {
  const page = await (await contextFor(chrome, url, 1280)).newPage()
  await signIn(page, url, person)
  return page
}

/** Gives a browser the full session of somebody of the cast. */
export async function signIn(page: Page, url: string, person: string): Promise<void> {
  await page.context().request.post('/dev/sign-in', { form: { person }, headers: { Origin: url }, maxRedirects: 0 })
}

/** A POST of a script. */
export async function post(url: string, path: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(url + path, { method: 'POST', headers: { Origin: url }, body: new URLSearchParams(fields) })
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
}
