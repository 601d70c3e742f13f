import { describe, expect, test, vi } from 'vitest'
import { allSamples } from '../../views/emails/all-samples.ts'
import { smtp, smtpWithin } from '../../src/notifications/smtp.ts'
import { transportOf } from '../../src/notifications/transports.ts'
import type { Sent } from '../../src/notifications/transport.ts'
import { arrivedBy, implicit, leavingRejections, newMail, ports, smtpEnv, userOf } from './smtp-support.ts'

const send = async (user: string, over: Parameters<typeof smtpEnv>[1] = {}, mail = newMail()): Promise<Sent> =>
  await smtp.send(smtpEnv(user, over), mail)

describe('NOT-22 SMTP submission', () => {
  test.each([
    ['STARTTLS', {}],
    ['TLS from the first byte', implicit],
  ])('NOT-22 by %s: the server takes it, for one recipient, with its headers and both parts', async (_, over) => {
    const user = userOf()
    const headers = {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Unsubscribe': '<https://portal.test/willow/stop/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }
    const mail = newMail({
      idempotencyKey: 'out_Ab-9_z.1',
      headers,
      senderName: 'Consulta «Sauce», ñandú',
      subject: 'Tiene un aviso nuevo: ¡léalo!',
    })
    expect(await send(user, over, mail)).toEqual({ id: '<out_Ab-9_z.1@portal.example>' })
    const [arrived, ...more] = await arrivedBy(user)
    expect(more).toEqual([])
    expect([arrived?.from, arrived?.to]).toEqual(['no-reply@portal.example', ['ana@family.example']])
    expect(arrived?.parsed).toMatchObject({
      from: { name: 'Consulta «Sauce», ñandú', address: 'no-reply@portal.example' },
      to: [{ address: 'ana@family.example' }],
      subject: 'Tiene un aviso nuevo: ¡léalo!',
      messageId: '<out_Ab-9_z.1@portal.example>',
      attachments: [],
    })
    for (const [name, value] of Object.entries(headers)) expect(arrived?.head).toContain(`${name}: ${value}`)
    expect(arrived?.parsed.bcc ?? arrived?.parsed.cc).toBeUndefined()
  })

  test.each(['en', 'es'] as const)('NOT-8 every template arrives as it left, text and HTML (%s)', async (language) => {
    const user = userOf()
    const rendered = await Promise.all(allSamples.map(({ render }) => render(language)))
    await Promise.all(
      rendered.map((letter, i) => send(user, {}, newMail({ ...letter, idempotencyKey: `out_${String(i).padStart(3, '0')}` }))),
    )
    const arrived = (await arrivedBy(user)).toSorted((a, b) => ((a.parsed.messageId ?? '') < (b.parsed.messageId ?? '') ? -1 : 1))
    expect(arrived.map(({ parsed }) => [parsed.subject, parsed.text, parsed.html])).toEqual(
      rendered.map(({ subject, text, html }) => [subject, `${text}\n`, `${html}\n`]),
    )
    // RFC 5321: no line is longer than 998 characters, and none of what is sent is more than seven bits.
    for (const { raw } of arrived) {
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThan(999)
      expect(raw).not.toMatch(/[^\t\r\n -~]/)
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    }
  })

  test('NOT-22 dots alone on a line, long lines, blanks at an end and every letter arrive as they left', async () => {
    const user = userOf()
    const text = `.\n..\n.\nQUIT\n${'long '.repeat(2000)}\nFrom here, = and =20 \nñ 字 🌿 \u202e\n.`
    await send(user, {}, newMail({ text, html: `<p>${'y'.repeat(5000)}</p>\n.\n` }))
    const [arrived] = await arrivedBy(user)
    expect(arrived?.parsed.text).toBe(`${text}\n`)
    expect(arrived?.parsed.html).toContain('y'.repeat(5000))
  })

  test('NOT-8 an attachment arrives with its name and type, byte for byte', async () => {
    const user = userOf()
    const content = 'BEGIN:VCALENDAR\r\nSUMMARY:Cita, ñ\r\nEND:VCALENDAR\r\n'
    await send(user, {}, newMail({ attachments: [{ filename: 'appointment.ics', type: 'text/calendar; method=PUBLISH', content }] }))
    const [arrived] = await arrivedBy(user)
    expect(arrived?.parsed).toMatchObject({ text: 'Hello Ana.\n\n', html: '<p>Hello Ana.</p>\n' })
    expect(arrived?.parsed.attachments).toMatchObject([
      { filename: 'appointment.ics', mimeType: 'text/calendar', disposition: 'attachment' },
    ])
    const [, base64 = ''] = /Content-Disposition: attachment[^]*?\r\n\r\n([\w+/=\r\n]+)/.exec(arrived?.raw ?? '') ?? []
    expect(new TextDecoder().decode(Uint8Array.from(atob(base64.replace(/\s/g, '')), (byte) => byte.charCodeAt(0)))).toBe(content)
    expect(arrived?.raw).toMatch(/Content-Type: text\/calendar;[^\n]*method=PUBLISH/)
  })

  test('NOT-22 a name of another language: the domain as DNS knows it', async () => {
    const user = userOf()
    await send(user, {}, newMail({ to: 'ana@familia-ñandú.example' }))
    expect((await arrivedBy(user))[0]?.head).toContain(`To: ana@${new URL('http://familia-ñandú.example').hostname}`)
  })

  test('NOT-22 chosen by configuration, it is what the portal sends with', async () => {
    const user = userOf()
    const chosen = smtpEnv(user)
    expect(await transportOf(chosen).send(chosen, newMail())).toEqual({ id: expect.stringContaining('@portal.example>') })
    expect(await arrivedBy(user)).toHaveLength(1)
  })
})

describe('NOT-21 what a server’s answer means', () => {
  test.each<[string, Sent]>([
    ['no-such-address', { failed: 'E_SMTP_NO_SUCH_ADDRESS', permanent: true, address: 'bounced' }],
    ['moved-away', { failed: 'E_SMTP_NO_SUCH_ADDRESS', permanent: true, address: 'bounced' }],
    ['bad-mailbox', { failed: 'E_SMTP_NO_SUCH_ADDRESS', permanent: true, address: 'bounced' }],
    ['late-no-such-address', { failed: 'E_SMTP_NO_SUCH_ADDRESS', permanent: true, address: 'bounced' }],
    ['unclear-refusal', { failed: 'E_SMTP_REFUSED', permanent: false }],
    ['full-mailbox', { failed: 'E_SMTP_REFUSED', permanent: false }],
    ['policy-refusal', { failed: 'E_SMTP_REFUSED', permanent: false }],
    ['not-our-sender', { failed: 'E_SMTP_REFUSED', permanent: false }],
    ['content-refused', { failed: 'E_SMTP_REFUSED', permanent: false }],
    ['later-please', { failed: 'E_SMTP_LATER', permanent: false }],
    // Whether its 421 is read before the line is dead is a race.
    ['server-leaves', { failed: expect.stringMatching(/^E_SMTP_(LATER|CONNECTION)$/), permanent: false }],
  ])('NOT-21 %s', async (scenario, meaning) => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const user = userOf(scenario)
    expect(await send(user)).toEqual(meaning)
    expect(await arrivedBy(user)).toEqual([])
    // By its codes alone: the server's words hold the address, and the log is no place for a password.
    expect(logged.mock.calls.flat().map((line) => Object.keys(JSON.parse(line)))).toEqual([
      ['event', 'code', 'reply', 'status', 'outboxId'],
    ])
    expect(JSON.stringify(logged.mock.calls)).not.toMatch(/family|user here|password|takes-/)
  })

  test.each([
    ['says-cloudflare-id', '<jZTWt0pQO4p2LG7ByfkeSYUvT62k85Q12nCA@portal.example>'],
    ['says-queue-id', '<out_mine@portal.example>'],
    ['says-address', '<out_mine@portal.example>'],
    ['takes', '<out_mine@portal.example>'],
  ])('NOT-20 the provider’s id is what %s, or our Message-ID; never an address', async (scenario, id) => {
    expect(await send(userOf(scenario), {}, newMail({ idempotencyKey: 'out_mine' }))).toEqual({ id })
  })
})

describe('NOT-22 never in the clear, never with an unchecked certificate', () => {
  test.each<[string, Parameters<typeof smtpEnv>[1], string]>([
    ['a wrong password', { SMTP_PASSWORD: 'wrong-password' }, 'E_SMTP_AUTH'],
    ['a server that asks for no password', { SMTP_PORT: String(ports.anonymous) }, 'E_SMTP_AUTH'],
    ['a server without STARTTLS', { SMTP_PORT: String(ports.plain) }, 'E_SMTP_TLS'],
    ['an unknown authority, TLS from the first byte', { ...implicit, SMTP_PORT: String(ports.untrusted) }, 'E_SMTP_CONNECTION'],
    ['an unknown authority, STARTTLS', { SMTP_PORT: String(ports.untrustedStarttls) }, 'E_SMTP_CONNECTION'],
    ['a certificate for another name, TLS from the first byte', { ...implicit, SMTP_PORT: String(ports.otherName) }, 'E_SMTP_CONNECTION'],
    ['a certificate for another name, STARTTLS', { SMTP_PORT: String(ports.otherNameStarttls) }, 'E_SMTP_CONNECTION'],
    ['TLS where plain text begins', { SMTP_TLS: 'implicit' }, 'E_SMTP_CONNECTION'],
    ['nobody there', { SMTP_PORT: '1' }, 'E_SMTP_CONNECTION'],
    ['no such host', { SMTP_HOST: 'nobody.invalid' }, 'E_SMTP_CONNECTION'],
  ])('NOT-22 %s: nothing is sent, and it may pass', async (_, over, failed) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const user = userOf()
    await leavingRejections(async () => expect(await send(user, over)).toEqual({ failed, permanent: false }))
    expect(await arrivedBy(user)).toEqual([])
  })

  test.each<[string, string, Parameters<typeof smtpEnv>[1]]>([
    ['says nothing at all', 'takes', { SMTP_PORT: String(ports.silent) }],
    ['says nothing at all under TLS', 'takes', { ...implicit, SMTP_PORT: String(ports.silent) }],
    ['takes the message and does not say so', 'never-answers', {}],
  ])('NOT-21 a server that %s is given up in time, and it may pass', async (_, scenario, over) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const begun = Date.now()
    expect(await smtpWithin(700).send(smtpEnv(userOf(scenario), over), newMail())).toEqual({ failed: 'E_SMTP_TIMEOUT', permanent: false })
    expect(Date.now() - begun).toBeLessThan(3000)
  })
})
