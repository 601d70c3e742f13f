import { expect, test } from 'vitest'
import { filesIn, withoutComments } from '../house/support.ts'
import { useCases } from './use-cases.ts'

/** What writes a row of the outbox for an area (src/notifications/outbox.ts), called on behalf of somebody. */
const verbs = /\b(notify[A-Z]\w*|securityNotice|registrationDecided|\w+Emails?)\((?:current|acting)\b/g
/** A row that is written without them. */
const direct = /insert\(outbox\)|INSERT INTO outbox/

const writesForAll = ['src/notifications/outbox.ts', 'src/notifications/contact-rows.ts']
const portal = filesIn('src/').filter(([path]) => !path.startsWith('src/dev/'))

test('NOT-20 whatever tells somebody something by e-mail is a use case of the fault loop', () => {
  const called = portal
    .filter(([path]) => !writesForAll.includes(path))
    .flatMap(([path, text]) => [
      ...[...withoutComments(text).matchAll(verbs)].map(([, verb]) => `${path} ${verb}`),
      ...(direct.test(text) ? [`${path} outbox`] : []),
    ])
  const covered = useCases.flatMap(({ covers }) => covers)
  expect([...new Set(called)].toSorted()).toEqual([...new Set(covered)].toSorted())
})

test('SEC-4 the queue is handed something in two places, and nowhere else', () => {
  const handing = portal.filter(([, text]) => /\bOUTBOX\b/.test(withoutComments(text))).map(([path]) => path)
  expect(handing.toSorted()).toEqual(['src/env.ts', 'src/notifications/sweep.ts', 'src/notifications/waking.ts'])
})
