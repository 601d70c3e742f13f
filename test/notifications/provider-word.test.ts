import { describe, expect, test } from 'vitest'
import { wordIn } from '../../src/notifications/provider-word.ts'

const ids = ['m1@portal.example', '<m1@portal.example>']
const gone = { ids, returnedAs: 'bounced', address: 'bounced' }
const givenUp = { ids, returnedAs: 'bounced', address: null }
const unwanted = { ids, returnedAs: 'complained', address: 'complained' }
const suppressed = { ids, returnedAs: 'bounced', address: 'suppressed' }

describe('NOT-21 the shape that docs/email-transports.md gives', () => {
  test.each<[string, object, unknown]>([
    ['email.bounced', {}, gone],
    ['email.bounced', { bounce: { type: 'hard' } }, gone],
    ['email.bounced', { bounce: { type: 'Permanent', subType: 'General' } }, gone],
    ['email.bounced', { bounce: { type: 'soft' } }, 'nothing'],
    ['email.bounced', { bounce: { type: 'Transient' } }, 'nothing'],
    ['email.complained', {}, unwanted],
    ['email.failed', {}, givenUp],
    ['email.suppressed', {}, suppressed],
    ['email.delivered', {}, 'nothing'],
    ['email.delivery_delayed', {}, 'nothing'],
    ['email.opened', {}, 'nothing'],
    ['domain.created', {}, 'nothing'],
  ])('NOT-21 %s %j', (type, more, meaning) => {
    expect(wordIn({ type, timestamp: '2027-12-01T15:00:00Z', data: { id: '<m1@portal.example>', ...more } })).toEqual(meaning)
  })

  test('NOT-21 Resend’s event as it sends it', () => {
    const event = {
      type: 'email.bounced',
      created_at: '2026-11-22T23:41:12.126Z',
      data: {
        broadcast_id: '8b146471-e88e-4322-86af-016cd36fd216',
        created_at: '2026-11-22T23:41:11.894719+00:00',
        email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
        from: 'Willow <no-reply@portal.example>',
        to: ['nobody@family.example'],
        subject: 'You have a new notice',
        bounce: { message: "The recipient's email address is on the suppression list.", subType: 'Suppressed', type: 'Permanent' },
      },
    }
    const id = '56761188-7520-42d8-8898-ff6fc54ce618'
    expect(wordIn(event)).toEqual({ ids: [id, `<${id}>`], returnedAs: 'bounced', address: 'bounced' })
  })
})

describe('NOT-21 Cloudflare’s events', () => {
  const event = (name: string, more: object) => ({
    type: `cf.email.sending.message.${name}`,
    source: { type: 'email.sending', zoneId: 'z', domain: 'portal.example' },
    payload: {
      eventId: '019fdc6a-d796-7e20-aba0-629ecb45f100',
      messageId: '<m1@portal.example>',
      sender: 'no-reply@portal.example',
      recipient: 'nobody@family.example',
      subject: 'You have a new notice',
      terminal: true,
      ...more,
    },
    metadata: { accountId: 'a', eventSubscriptionId: 's', eventSchemaVersion: 1, eventTimestamp: '2027-12-01T15:00:00Z' },
  })

  test.each<[string, object, unknown]>([
    ['bounced', { bounce: { type: 'hard', classification: 'permanent_failure', reason: '550 5.1.1 User unknown' } }, gone],
    ['bounced', { bounce: { type: 'soft', classification: 'temporary_failure' } }, givenUp],
    ['bounced', {}, givenUp],
    ['complained', { complaint: { type: 'abuse' } }, unwanted],
    ['rejected', { rejection: { reason: 'recipient is suppressed', party: 'recipient' } }, suppressed],
    ['rejected', { rejection: { reason: 'policy', party: 'cloudflare' } }, givenUp],
    ['failed', { failure: { reason: 'expired' } }, givenUp],
    ['deferred', { terminal: false, bounce: { type: 'soft' } }, 'nothing'],
    ['delivered', { delivery: { status: 'delivered', smtpStatusCode: '250' } }, 'nothing'],
  ])('NOT-21 %s %j', (name, more, meaning) => {
    expect(wordIn(event(name, more))).toEqual(meaning)
  })
})

test.each([
  null,
  undefined,
  'email.bounced',
  7,
  [],
  [{ type: 'email.bounced' }],
  {},
  { type: 7 },
  { type: ['email.bounced'], data: { id: 'm1' } },
  { type: 'email.bounced' },
  { type: 'email.bounced', data: null },
  { type: 'email.bounced', data: { id: 7 } },
  { type: 'email.bounced', data: { id: '' } },
  { type: 'email.bounced', data: { id: '<>' } },
  { type: 'email.bounced', data: { id: 'x'.repeat(301) } },
  { type: 'email.bounced', data: ['m1'] },
  { type: 'cf.email.sending.message.bounced', data: { id: 'm1' } },
])('NOT-21 %j is nobody’s way of speaking', (event) => {
  expect(wordIn(event)).toBeNull()
})
