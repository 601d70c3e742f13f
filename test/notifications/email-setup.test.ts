import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Env } from '../../src/env.ts'
import { emailService } from '../../src/notifications/email-service.ts'
import { smtpServerOf } from '../../src/notifications/smtp-server.ts'
import { transportOf, transports } from '../../src/notifications/transports.ts'
import { checkSecrets } from '../../src/secrets.ts'

const smtp = {
  EMAIL_TRANSPORT: 'smtp',
  SMTP_HOST: 'smtp.provider.example',
  SMTP_PORT: '587',
  SMTP_USER: 'portico',
  SMTP_PASSWORD: 'long-enough',
}
const bytes = (count: number): string => `whsec_${btoa('x'.repeat(count))}`
const start = (over: Record<string, unknown>) => () => checkSecrets({ ...env, EMAIL_WEBHOOK_SECRET: undefined, ...over } as unknown as Env)

describe('NOT-22 RUN-2 the portal starts', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with nothing said: Cloudflare’s Email Service', {}],
    ['with its name', { EMAIL_TRANSPORT: 'cloudflare' }],
    ['with SMTP, STARTTLS', smtp],
    ['with SMTP, TLS from the first byte', { ...smtp, SMTP_PORT: '465' }],
    ['with SMTP, and no binding of the other', { ...smtp, EMAIL: undefined }],
    ['with SMTP on an unusual port', { ...smtp, SMTP_PORT: '10465', SMTP_TLS: 'implicit' }],
    ['on one’s own machine without a certificate', { PUBLIC_ORIGIN: 'http://127.0.0.1:8787' }],
    ['with a secret for the provider’s word', { EMAIL_WEBHOOK_SECRET: bytes(24) }],
  ])('%s', (_, over) => {
    expect(start(over)).not.toThrow()
  })
})

describe('NOT-22 RUN-2 T-31 it does not start, and says which name is wrong', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown transport', { EMAIL_TRANSPORT: 'pigeon' }, /EMAIL_TRANSPORT is none of cloudflare, smtp/],
    ['an empty transport', { EMAIL_TRANSPORT: '' }, /EMAIL_TRANSPORT is none of/],
    ['a transport by a name every object has', { EMAIL_TRANSPORT: 'constructor' }, /EMAIL_TRANSPORT is none of/],
    ...(['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD'] as const).flatMap((name): [string, Record<string, unknown>, RegExp][] => [
      [`${name} missing`, { ...smtp, [name]: undefined }, new RegExp(`${name} is missing`)],
      [`${name} empty`, { ...smtp, [name]: '' }, new RegExp(`${name} is missing or empty`)],
    ]),
    [
      'everything of SMTP missing: all is named at once',
      { EMAIL_TRANSPORT: 'smtp' },
      /SMTP_HOST[^]+SMTP_PORT[^]+SMTP_USER[^]+SMTP_PASSWORD/,
    ],
    ['a password that is too short', { ...smtp, SMTP_PASSWORD: 'short' }, /SMTP_PASSWORD is shorter/],
    ['a host that is an address of the web', { ...smtp, SMTP_HOST: 'smtps://smtp.provider.example' }, /SMTP_HOST is no host name/],
    ['a host with its port', { ...smtp, SMTP_HOST: 'smtp.provider.example:587' }, /SMTP_HOST is no host name/],
    ['a port that is a word', { ...smtp, SMTP_PORT: 'smtp' }, /SMTP_PORT is no port/],
    ['a port that is too large', { ...smtp, SMTP_PORT: '70000' }, /SMTP_PORT is no port/],
    ['the port between servers', { ...smtp, SMTP_PORT: '25' }, /SMTP_PORT is 25/],
    ['no TLS', { ...smtp, SMTP_TLS: 'off' }, /SMTP_TLS is neither/],
    ['STARTTLS on the port of implicit TLS', { ...smtp, SMTP_PORT: '465', SMTP_TLS: 'starttls' }, /port 465 is implicit/],
    ['implicit TLS on the port of STARTTLS', { ...smtp, SMTP_TLS: 'implicit' }, /port 587 is STARTTLS/],
    ['a server that is set and not chosen', { ...smtp, EMAIL_TRANSPORT: undefined }, /SMTP_HOST is set, but EMAIL_TRANSPORT is cloudflare/],
    ['no binding', { EMAIL: undefined }, /no send_email binding EMAIL/],
    ['no sender', { EMAIL_FROM: undefined }, /EMAIL_FROM is not one address/],
    ['a sender with a name', { EMAIL_FROM: 'Willow <no-reply@portal.example>' }, /EMAIL_FROM is not one address/],
    ['two senders', { EMAIL_FROM: 'a@portal.example, b@portal.example' }, /EMAIL_FROM is not one address/],
    ['an origin without a certificate', { PUBLIC_ORIGIN: 'http://portal.example' }, /PUBLIC_ORIGIN must be https/],
    ['an origin with a path', { PUBLIC_ORIGIN: 'https://portal.example/portal' }, /PUBLIC_ORIGIN must be https/],
    ['no origin', { PUBLIC_ORIGIN: undefined }, /PUBLIC_ORIGIN must be https/],
    ['an empty secret of the provider', { EMAIL_WEBHOOK_SECRET: '' }, /EMAIL_WEBHOOK_SECRET must be whsec_/],
    ['a secret without its prefix', { EMAIL_WEBHOOK_SECRET: btoa('x'.repeat(32)) }, /EMAIL_WEBHOOK_SECRET must be whsec_/],
    ['a prefix and nothing else', { EMAIL_WEBHOOK_SECRET: 'whsec_' }, /EMAIL_WEBHOOK_SECRET must be whsec_/],
    ['a secret that is too short', { EMAIL_WEBHOOK_SECRET: bytes(23) }, /EMAIL_WEBHOOK_SECRET must be whsec_/],
    [
      'a secret that is no base64',
      { EMAIL_WEBHOOK_SECRET: 'whsec_not base64 at all, however long!' },
      /EMAIL_WEBHOOK_SECRET must be whsec_/,
    ],
  ])('%s', (_, over, words) => {
    expect(start(over)).toThrow(words)
  })

  test('RUN-2 what it says holds no secret', () => {
    expect(start({ ...smtp, SMTP_PASSWORD: 'hunter2', EMAIL_WEBHOOK_SECRET: 'whsec_tiny' })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hunter2|tiny/) }),
    )
  })
})

test('NOT-22 what is configured is what is used', () => {
  expect([transportOf({}), transportOf({ EMAIL_TRANSPORT: 'cloudflare' })]).toEqual([emailService, emailService])
  expect(transportOf({ EMAIL_TRANSPORT: 'smtp' })).toBe(transports.smtp)
})

test.each([
  ['465', undefined, 'implicit'],
  ['2465', undefined, 'implicit'],
  ['587', undefined, 'starttls'],
  ['2587', undefined, 'starttls'],
  ['2525', undefined, 'starttls'],
  ['2525', 'implicit', 'implicit'],
])('NOT-22 port %s with SMTP_TLS %s is %s', (SMTP_PORT, SMTP_TLS, tls) => {
  expect(smtpServerOf({ ...env, ...smtp, SMTP_PORT, ...(SMTP_TLS && { SMTP_TLS }) } as Env)).toMatchObject({ port: Number(SMTP_PORT), tls })
})
