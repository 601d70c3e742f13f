import { beforeEach, expect, test } from 'vitest'
import { env } from 'cloudflare:workers'
import { mailbox } from '../../src/dev/mailbox.tsx'
import { cast, clockBy, freshPortal, mail, submit, visit } from '../support/portal.ts'
import { newMail } from './smtp-support.ts'

beforeEach(() => freshPortal())

/** The real queue needs a moment, and more of them behind what other files have put into it. */
async function arrived(count: number) {
  for (let i = 0; i < 150 && (await mail()).length < count; i++) await new Promise((resolve) => setTimeout(resolve, 100))
  return await mail()
}

test('NOT-20 ACC-1 a sign-in e-mail goes through the real queue into the mailbox', async () => {
  await submit(null, '/willow/login', { email: cast.ana.email })
  const [first] = await arrived(1)
  expect(first).toMatchObject({ to: cast.ana.email, kind: 'sign_in', subject: 'Your sign-in code', sentAt: '2026-12-01T15:00:00.000Z' })
  expect(Object.keys(first ?? {}).toSorted()).toEqual(
    expect.arrayContaining(['headers', 'html', 'id', 'kind', 'sentAt', 'subject', 'text', 'to']),
  )
}, 20_000)

test('the mailbox shows what it caught, and is emptied', async () => {
  await submit(null, '/willow/login', { email: cast.ana.email })
  const [first] = await arrived(1)
  expect(await (await visit(null, '/dev/mail')).text()).toContain('Your sign-in code')
  const drawn = await visit(null, `/dev/mail/${first?.id}`)
  expect(drawn.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  expect(await drawn.text()).toContain('Sign in')
  expect((await submit(null, '/dev/mail.json', {}, { method: 'DELETE' })).status).toBe(204)
  expect(await mail()).toEqual([])
})

test('NOT-8 an attachment is shown with its e-mail', async () => {
  const attachments = [{ filename: 'appointment.ics', type: 'text/calendar', content: 'SUMMARY:Appointment <b>' }]
  await mailbox.send(env, newMail({ attachments }))
  expect(await mail()).toMatchObject([{ attachments }])
  const page = await (await visit(null, '/dev/mail')).text()
  expect(page).toContain('appointment.ics (text/calendar)')
  expect(page).toContain('SUMMARY:Appointment &lt;b&gt;')
})

test('NOT-24 the gallery shows every template in both languages', async () => {
  const html = await (await visit(null, '/dev/emails')).text()
  for (const subject of [
    'You have a new notice',
    'Tiene un aviso nuevo',
    'Your sign-in code',
    'Su código de acceso',
    'Tiene una solicitud por responder',
  ])
    expect(html).toContain(subject)
  const [, first = ''] = /href="(\/dev\/emails\/[a-z-]+)"/.exec(html) ?? []
  expect((await visit(null, first)).status).toBe(200)
  expect((await visit(null, '/dev/emails/none')).status).toBe(404)
})

test('an address that nobody has gets nothing, and the portal says the same', async () => {
  const known = await submit(null, '/willow/login', { email: cast.ana.email })
  const unknown = await submit(null, '/willow/login', { email: 'stranger@family.example' })
  expect([unknown.status, unknown.headers.get('Location')]).toEqual([known.status, known.headers.get('Location')])
  await clockBy(1)
  await arrived(1)
  await submit(null, '/dev/cron')
  expect((await mail()).map(({ to }) => to)).toEqual([cast.ana.email])
})
