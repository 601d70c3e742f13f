import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ownPath, returnTo } from '../../src/accounts/return-to.ts'
import { askForCode, typeCode } from '../accounts/support.ts'
import { cast, freshPortal, newBrowser, rows, signIn, submit, visit } from '../support/portal.ts'

// T-23: nothing leads to another site, whatever is asked.

const elsewhere = [
  '//evil.example',
  '/\\evil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/willow/..//evil.example',
  '/willow/%2f%2fevil.example',
  '/willow/%5cevil.example',
  '/willow/my\r\nLocation: https://evil.example',
  '/willow@evil.example',
  '/cedar/manage',
  'willow/my',
  '',
]

beforeEach(() => freshPortal())

describe('T-23 where somebody is led', () => {
  it.each(elsewhere)('%j after signing in: to her own portal', async (next) => {
    const page = await visit(null, `/willow/login?next=${encodeURIComponent(next)}`)
    expect(await page.text()).not.toMatch(/name="next"[^>]*evil/)
    const { browser, code } = await askForCode(cast.ana.email, newBrowser(), { next })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe('/willow/my')
    const signedIn = await visit(browser, `/willow/login?next=${encodeURIComponent(next)}`)
    expect(signedIn.headers.get('Location')).toBe('/willow/my')
  })

  it.each(elsewhere.filter((path) => path !== '/cedar/manage' && path !== '/willow@evil.example'))(
    '%j after choosing a language: to the front door',
    async (back) => {
      const answer = await submit(null, '/account/language', { language: 'es', back })
      expect(new URL(answer.headers.get('Location') ?? '', 'https://portal.test').origin).toBe('https://portal.test')
      expect(answer.headers.get('Location')).not.toContain('evil')
    },
  )

  it('a page of hers is kept, with its question', async () => {
    const next = `/willow/my/${cast.ana.clientId}/appointments/new?therapist=sta_theo&from=2026-12-08`
    const { browser, code } = await askForCode(cast.ana.email, newBrowser(), { next })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe(next)
  })

  it('what is kept with the sign-in is checked again when it is used', async () => {
    const { browser, code } = await askForCode(cast.ana.email)
    await rows("UPDATE sign_ins SET return_to = 'https://evil.example/willow/'")
    expect((await typeCode(browser, code)).headers.get('Location')).toBe('/willow/my')
  })
})

it('T-23 whatever the text, the answer stays at home', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom('/', '\\', '%2f', '%5C', '%09', '..', '.', 'willow', 'evil.example', ':', '@', '?', '#', '\t', 'http'))
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(nasty, (text) => {
      for (const path of [
        returnTo(text, 'willow') ?? '/',
        returnTo(`/willow/${text}`, 'willow') ?? '/',
        ownPath(text),
        ownPath(`/${text}`),
      ]) {
        const resolved = new URL(path, 'https://portal.test')
        expect(resolved.origin).toBe('https://portal.test')
        expect(path).toMatch(/^\/(?![/\\])/)
      }
    }),
    { numRuns: 5000 },
  )
})

it('T-23 nobody is led anywhere by a session', async () => {
  expect((await visit(await signIn('ana'), '/willow/login?next=//evil.example')).headers.get('Location')).toBe('/willow/my')
})
