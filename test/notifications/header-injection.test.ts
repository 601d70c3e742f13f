import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { organizations, people } from '../../src/accounts/schema.ts'
import { emailService } from '../../src/notifications/email-service.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'
import { smtp } from '../../src/notifications/smtp.ts'
import type { Mail } from '../../src/notifications/transport.ts'
import { arrivedBy, newMail, smtpEnv, userOf } from './smtp-support.ts'
import { batchOf, cast, change, due, env, fates, fresh, newAppointment, orm, setClient } from './support.ts'

/** What turns one header into two, one address into more, or a header into a body. */
const corpus = [
  '\r\nBcc: evil@evil.example',
  '\nBcc: evil@evil.example',
  '\rBcc: evil@evil.example',
  '\r\n\r\n<b>evil</b>',
  '\u0000',
  '\u0000\r\nBcc: evil@evil.example',
  '\u2028Bcc: evil@evil.example',
  '\u2029Bcc: evil@evil.example',
  '\u0085Bcc: evil@evil.example',
  '\u000bBcc: evil@evil.example',
  '\r\n Bcc: evil@evil.example',
  '%0d%0aBcc: evil@evil.example',
  '=?UTF-8?Q?=0D=0ABcc=3A_evil=40evil.example?=',
  '=?UTF-8?B?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=',
  ', evil@evil.example',
  '; evil@evil.example',
  '" <evil@evil.example>, "',
  '\\" <evil@evil.example>, \\"',
  '> RCPT TO:<evil@evil.example',
  '\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>\r\nDATA',
  '(evil@evil.example)',
  'group: evil@evil.example;',
  '\u202eelpmaxe',
]

const usual = ['Auto-Submitted', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To']
const namesIn = (head: string[]): string[] => head.map((line) => line.slice(0, line.indexOf(':'))).toSorted()

/** An e-mail with somebody's words in one of its places. */
const places: Record<string, (words: string) => Partial<Mail>> = {
  sender: (words) => ({ senderName: `Willow${words}` }),
  subject: (words) => ({ subject: `A notice${words}` }),
  header: (words) => ({ headers: { 'Auto-Submitted': `auto-generated${words}` } }),
  text: (words) => ({ text: `Hello${words}\n`, html: '<p>Hello</p>' }),
  'name of a file': (words) => ({ attachments: [{ filename: `a${words}.ics`, type: 'text/calendar', content: 'x' }] }),
  'type of a file': (words) => ({ attachments: [{ filename: 'a.ics', type: `text/calendar${words}`, content: 'x' }] }),
}

describe.each(Object.keys(places))('T-15 words in the %s', (place) => {
  test('T-15 by SMTP: one recipient, no header more', async () => {
    const user = userOf()
    const sent = await Promise.all(corpus.map((words) => smtp.send(smtpEnv(user), newMail(places[place]?.(words)))))
    for (const one of sent) expect(one).toHaveProperty('id')
    const arrived = await arrivedBy(user)
    expect(arrived).toHaveLength(corpus.length)
    for (const { to, from, head, parsed } of arrived) {
      expect([to, from]).toEqual([['ana@family.example'], 'no-reply@portal.example'])
      expect(namesIn(head)).toEqual(usual)
      expect(parsed.to).toEqual([{ address: 'ana@family.example', name: '' }])
      expect([parsed.from?.address, parsed.cc, parsed.bcc]).toEqual(['no-reply@portal.example', undefined, undefined])
      // What a mail client shows is one line, however it was encoded.
      expect(`${parsed.subject}${parsed.from?.name}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    }
  })

  test('T-15 by the e-mail service: one recipient, no header more, every value one line', async () => {
    const send = vi.spyOn(env.EMAIL, 'send').mockResolvedValue({ messageId: 'm' })
    for (const words of corpus) await emailService.send(env, newMail(places[place]?.(words)))
    const handed = send.mock.calls.map(
      ([mail]) => mail as unknown as Required<Omit<Mail, 'senderName'>> & { from: { name: string; email: string } },
    )
    send.mockRestore()
    expect(handed).toHaveLength(corpus.length)
    for (const { to, from, subject, headers, attachments = [], ...more } of handed) {
      expect([to, from.email, Object.keys(headers)]).toEqual(['ana@family.example', env.EMAIL_FROM, ['Auto-Submitted']])
      expect(Object.keys(more)).toEqual(['text', 'html'])
      const values = [from.name, subject, ...Object.values(headers), ...attachments.flatMap(({ filename, type }) => [filename, type])]
      for (const value of values) expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    }
  })
})

test.each([
  ['SMTP', smtp],
  ['the e-mail service', emailService],
])('T-15 by %s: what is not one address gets nothing', async (_, transport) => {
  const send = vi.spyOn(env.EMAIL, 'send')
  const user = userOf()
  for (const words of corpus.filter((one) => !one.startsWith('%') && !one.startsWith('=?')))
    for (const to of [`ana@family.example${words}`, `ana${words}@family.example`])
      expect(await transport.send(smtpEnv(user), newMail({ to }))).toEqual({ failed: 'E_ADDRESS', permanent: true })
  expect([send.mock.calls, await arrivedBy(user)]).toEqual([[], []])
})

describe('T-15 what people write about themselves', () => {
  beforeEach(() => fresh({ on: ['rescheduled'], grace: 0 }))

  test('T-15 names of a person, a client and a practice: one recipient, no header more, no link of theirs', async () => {
    const user = userOf()
    for (const words of corpus) {
      await orm
        .update(people)
        .set({ name: `Ana${words}` })
        .where(eq(people.id, cast.ana.personId))
      await orm.update(organizations).set({ senderName: `Willow${words}`, name: `Willow${words}`, phone: words })
      await setClient({ name: `Ana${words}` })
      const id = await newAppointment({ note: words, answer: words })
      await change(id, ['rescheduled'])
      await deliverBatch(batchOf(await due()), smtpEnv(user), smtp)
      expect(await fates(id)).toEqual(['sent'])
    }
    const arrived = await arrivedBy(user)
    expect(arrived).toHaveLength(corpus.length)
    for (const { to, head, parsed } of arrived) {
      expect([to, namesIn(head)]).toEqual([
        ['ana@family.example'],
        [...usual, 'List-Unsubscribe', 'List-Unsubscribe-Post', 'X-Auto-Response-Suppress'].toSorted(),
      ])
      expect(`${parsed.text}${parsed.html}${parsed.subject}`).not.toMatch(/evil/)
    }
  })
})
