import { exports } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { portalInUse } from '../house/situation.ts'
import { rows, signIn } from '../support/portal.ts'
import { door } from './doing.ts'
import { listen } from './once.ts'

beforeEach(listen)

describe('SEC-6 a form without a key that changes nothing when it is sent again is audited once', () => {
  test.each([
    ['/account/sessions/:sessionId/end', 'session.ended'],
    ['/account/sessions/end', 'sessions.ended'],
    ['/account/language', 'language_chosen'],
    ['/account/passkeys/:passkeyId/name', 'passkey.named'],
    ['/:org/my/:clientId/calendar-feed/end', 'calendar_feed.ended'],
    ['/:org/manage/calendar-feed/end', 'calendar_feed.ended'],
  ])('%s', async (path, action) => {
    const situation = await portalInUse()
    await signIn('ana') // elsewhere, too
    let sent: Request | undefined
    const through = async (request: Request) => {
      sent = request.clone() as Request
      return await exports.default.fetch(request)
    }
    const first = await door(path)(situation, { through })
    const second = await exports.default.fetch(sent as Request)
    expect([first.status, second.status]).toEqual([303, 303])
    expect(await rows('SELECT count(*) AS n FROM audit WHERE action = ?', action)).toEqual([{ n: 1 }])
  })
})
