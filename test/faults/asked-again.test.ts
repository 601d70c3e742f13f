import { exports } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { words } from '../../views/words/words.ts'
import { portalInUse } from '../house/situation.ts'
import { rows, signIn } from '../support/portal.ts'
import { arrange } from './arrange.ts'
import { aWhileAgo, door } from './doing.ts'
import { doOnce, listen } from './once.ts'
import { sendUntilAnswered } from './play.ts'
import { knownIn } from './whole.ts'

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

/** A page of staff that only looks, and notes that her session was used. */
async function aSearch() {
  const arranged = await arrange({ name: 'a search', covers: [], act: door('/:org/manage/clients/search'), tells: [] }, aWhileAgo)
  const known = knownIn(arranged.snapshot)
  const play = (fault: Parameters<typeof doOnce>[3] = null) =>
    doOnce(arranged, known, (rig) => sendUntilAnswered(rig, arranged.request as () => Request), fault)
  return { play, calm: await play() }
}

test('SEC-6 a use of the session that cannot be noted fails nobody: one line in the log, without a value', async () => {
  const { play, calm } = await aSearch()
  const noting = calm.rig.effects.findLastIndex(({ leaves }) => leaves)
  expect(noting).toBeGreaterThan(0)
  const stormy = await play({ at: noting, mode: 'before' })
  expect([stormy.answers.map(({ status }) => status), stormy.logged, stormy.rig.unseen]).toEqual([[200], ['session_use_not_noted'], []])
})

test('UX-5 whoever is told that it failed is not told that nothing was changed: the answer may be all that was lost', async () => {
  const { play } = await aSearch()
  const [failed] = (await play({ at: 0, mode: 'before' })).answers
  expect([failed?.status, failed?.text.includes(words('en').errors.failed)]).toEqual([500, true])
  for (const language of ['en', 'es'] as const) expect(words(language).errors.failed).not.toMatch(/nothing was changed|no se cambió nada/)
})
