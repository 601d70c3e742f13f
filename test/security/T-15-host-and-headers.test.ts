import { env, exports } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { cast, cron, freshPortal, mail, newBrowser, newKey, origin, rows, submit, visit } from '../support/portal.ts'

// T-15: links begin with the configured origin; nothing a person typed becomes a header of an e-mail.

beforeEach(() => freshPortal())

describe('T-15 a foreign Host', () => {
  it.each([
    'https://evil.example',
    'https://portal.test.evil.example',
    'http://127.0.0.1:8787',
    'https://portal.test:444',
    'https://willow.portal.test',
  ])('%s is misdirected: 421, and nothing is read or written', async (where) => {
    for (const method of ['GET', 'POST']) {
      const answer = await exports.default.fetch(`${where}/willow/login`, { method, headers: { Origin: origin }, redirect: 'manual' })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([421, []])
    }
    expect(await rows('SELECT * FROM sign_ins')).toEqual([])
  })

  it('may ask whether the portal is alive', async () => {
    expect(await (await exports.default.fetch('https://10-0-0-1.internal.example/healthz')).text()).toBe('ok')
  })

  it.each(['X-Forwarded-Host', 'X-Original-Host', 'X-Forwarded-Server', 'Forwarded', 'X-Host'])('%s changes no link', async (name) => {
    const headers = { [name]: name === 'Forwarded' ? 'host=evil.example' : 'evil.example' }
    await submit(newBrowser(), '/willow/login', { email: cast.ana.email }, { headers })
    const page = await (await visit(null, '/willow/login', { headers })).text()
    await cron()
    const [sent] = await mail()
    expect(sent?.text).toContain(`${new URL(env.PUBLIC_ORIGIN).origin}/willow/login/link/`)
    expect(JSON.stringify([sent, page])).not.toContain('evil')
  })
})

describe('T-15 header injection', () => {
  const payloads = [
    'Eve\r\nBcc: all@else.example',
    'Eve\nSubject: x',
    'Eve\u0000',
    'Eve\u2028Bcc: x@else.example',
    '"Eve" <eve@else.example>',
    'Eve, Ana <ana@family.example>',
  ]

  it.each(payloads)('%j as a name reaches no header, and the e-mail has one recipient', async (name) => {
    await rows("UPDATE people SET name = ? WHERE id = 'per_ana'", name)
    await rows('UPDATE organizations SET sender_name = ?', name)
    await submit(newBrowser(), '/willow/login', { email: cast.ana.email })
    await cron()
    const sent = await mail()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.to).toBe(cast.ana.email)
    expect(Object.keys(sent[0]?.headers ?? {}).toSorted()).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress'])
    const { senderName, subject } = sent[0] as unknown as { senderName: string; subject: string }
    for (const text of [senderName, subject]) expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}<>"@,;:]/u)
  })

  it.each(payloads)('%j as the sender of what staff get reaches no header', async (name) => {
    await rows('UPDATE organizations SET sender_name = ?', name)
    await submit('dana', '/willow/manage/staff/invitations', { name: 'Ida Ek', email: 'ida@else.example', therapist: '1', key: newKey() })
    await cron()
    const [sent] = (await mail()).filter(({ kind }) => kind === 'staff_invitation')
    expect(sent?.to).toBe('ida@else.example')
    expect((sent as unknown as { senderName: string }).senderName).toMatch(/Eve/)
    expect((sent as unknown as { senderName: string }).senderName).not.toMatch(/[\p{C}\p{Zl}\p{Zp}<>"@,;:]/u)
  })

  it.each([
    'ana@family.example\r\nBcc: all@else.example',
    'ana@family.example,eve@else.example',
    'ana@family.example;x@else.example',
    '<ana@family.example>',
    'ana@family.example\u0000',
  ])('%j is no address', async (email) => {
    expect((await submit(newBrowser(), '/willow/login', { email })).status).toBe(422)
    expect(await rows('SELECT * FROM sign_ins')).toEqual([])
  })
})
