import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { portal } from '../../src/app.tsx'
import type { Env } from '../../src/env.ts'
import { checkSecrets } from '../../src/secrets.ts'
import { freshPortal, newKey, origin, rows, submit, textOf, visit } from '../support/portal.ts'
import { aTime, visitorsTimes } from './newcomers.ts'

// Cloudflare's service is not ours: what it answers is made up here, and what we do about it is real.

const withKeys = { ...env, TURNSTILE_SITE_KEY: 'site-key', TURNSTILE_SECRET: 'secret-key' } as unknown as Env
const app = portal()
const siteverify = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'

beforeEach(() => freshPortal())
afterEach(() => vi.unstubAllGlobals())

async function ask(path: string, fields?: Record<string, string>, bindings: Env = withKeys): Promise<Response> {
  const context = createExecutionContext()
  const form = fields && { method: 'POST', body: new URLSearchParams(fields), headers: { Origin: origin } }
  const answer = await app.fetch(new Request(new URL(path, origin), form ?? {}), bindings, context)
  await waitOnExecutionContext(context)
  return answer
}

/** The service answers so; the fields it was asked with are kept. */
function serviceAnswers(answer: () => Response | Promise<Response>): Record<string, string>[] {
  const asked: Record<string, string>[] = []
  vi.stubGlobal('fetch', async (to: string, { body }: { body: URLSearchParams }) => {
    expect(to).toBe(siteverify)
    asked.push(Object.fromEntries(body))
    return await answer()
  })
  return asked
}

const joining = (more: Record<string, string> = {}) => ({
  name: 'Vera Lindt',
  email: 'vera@new.example',
  key: newKey(),
  phone: '212 555 0199',
  ...more,
})
const passed = { 'cf-turnstile-response': 'token' }
const registered = async () => (await rows('SELECT count(*) AS n FROM registrations'))[0]?.n

describe('the check against machines', () => {
  it('LNK-8 is off without its keys: no script, no frame, the headers of every page', async () => {
    for (const path of ['/willow/join', '/willow/book']) {
      const answer = await visit(null, path)
      expect(await answer.text()).not.toContain('challenges.cloudflare.com')
      expect(answer.headers.get('Content-Security-Policy')).not.toContain('challenges')
      expect(answer.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
    }
    expect((await submit(null, '/willow/join', joining())).status).toBe(303)
  })

  it('SEC-3 opens the headers of its two forms, and of no other page', async () => {
    const [start = ''] = await visitorsTimes()
    const details = `/willow/book?therapist=sta_theo&service=svc_intake&forum=in_person&start=${start}`
    for (const path of ['/willow/join', details]) {
      const answer = await ask(path)
      const html = await answer.text()
      expect(html).toContain('data-sitekey="site-key"')
      expect(html).not.toContain('secret-key')
      const policy = answer.headers.get('Content-Security-Policy')
      expect(policy).toContain("script-src 'self' https://challenges.cloudflare.com;")
      expect(policy).toContain('frame-src https://challenges.cloudflare.com;')
      expect(policy).toContain("default-src 'none'")
    }
    await rows(
      "INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_cedar', 'client_signup', 'off', 1, 1, '', '')",
    )
    for (const path of ['/willow/login', '/willow/book', '/cedar/join', '/cedar/book']) {
      const other = await ask(path)
      expect(other.headers.get('Content-Security-Policy'), path).not.toContain('challenges')
      expect(await other.text(), path).not.toContain('challenges')
    }
  })

  it('a form that passed goes on; the service is asked once, with the secret, the token and the key of the form', async () => {
    const asked = serviceAnswers(() => Response.json({ success: true }))
    const fields = joining(passed)
    expect((await ask('/willow/join', fields)).status).toBe(303)
    expect(asked).toEqual([{ secret: 'secret-key', response: 'token', idempotency_key: fields.key }])
    expect(await registered()).toBe(1)
  })

  it('LNK-6 the same form with another answer of the check is still the same form', async () => {
    serviceAnswers(() => Response.json({ success: true }))
    const fields = joining()
    await ask('/willow/join', { ...fields, 'cf-turnstile-response': 'one' })
    await ask('/willow/join', { ...fields, 'cf-turnstile-response': 'two' })
    expect(await registered()).toBe(1)
  })

  it.each([
    ['refused', passed, () => Response.json({ success: false, 'error-codes': ['invalid-input-response'] })],
    ['not answered at all', {}, () => Response.json({ success: true })],
  ])('%s: a sentence, what was typed is kept, nothing is written', async (_, fields, answer) => {
    serviceAnswers(answer)
    const [start = ''] = await visitorsTimes()
    for (const [path, more] of [
      ['/willow/join', {}],
      ['/willow/book', { ...aTime, start, note: 'Kept' }],
    ] as const) {
      const refused = await ask(path, joining({ ...fields, ...more }))
      const html = await refused.text()
      expect(refused.status).toBe(422)
      expect(textOf(html)).toContain('The check that you are a person did not work')
      expect(html).toContain('value="vera@new.example"')
      expect(html).toContain('value="212 555 0199"')
      expect(refused.headers.get('Content-Security-Policy')).toContain('challenges')
    }
    expect(await registered()).toBe(0)
    expect(await rows('SELECT * FROM holds')).toEqual([])
  })

  it.each<[string, () => Response | Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new Error('no network'))],
    ['is broken', () => new Response('oops', { status: 502 })],
    ['answers nonsense', () => new Response('<html>')],
    ['takes too long', () => Promise.reject(new DOMException('The operation timed out.', 'TimeoutError'))],
  ])('when the service %s, people are not turned away: limits and the proof of the address stay', async (_, answer) => {
    serviceAnswers(answer)
    expect((await ask('/willow/join', joining(passed))).status).toBe(303)
    expect((await ask('/willow/join', joining())).status).toBe(422)
  })

  it('signing in has no such check', async () => {
    expect((await ask('/willow/login', { email: 'ana@family.example' })).status).toBe(303)
  })
})

describe('RUN-2 the keys', () => {
  it.each([{ TURNSTILE_SITE_KEY: 'x' }, { TURNSTILE_SECRET: 'x' }])('%o alone stops the portal with its name', (half) => {
    expect(() => checkSecrets({ ...env, ...half } as unknown as Env)).toThrow(/TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together/)
  })

  it('both or neither start it', () => {
    for (const keys of [{}, { TURNSTILE_SITE_KEY: 'x', TURNSTILE_SECRET: 'y' }])
      expect(() => checkSecrets({ ...env, ...keys } as unknown as Env)).not.toThrow()
  })
})
