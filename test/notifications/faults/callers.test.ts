import { expect, test } from 'vitest'
import { filesIn, withoutComments } from '../../house/support.ts'
import { useCases } from './use-cases.ts'

/** What writes a row of the outbox, called from an area (src/notifications/outbox.ts). */
const verbs = /\b(notify[A-Z]\w*|securityNotice|registrationDecided|\w+Emails?)\(current|\b(notifyAlways|notifyStaff)\(acting/g

test('NOT-20 every caller that tells somebody something is a use case of the fault loop', () => {
  const called = filesIn('src/')
    .filter(([path]) => !path.startsWith('src/notifications/') && !path.startsWith('src/dev/'))
    .flatMap(([path, text]) => [...withoutComments(text).matchAll(verbs)].map(([, verb, other]) => `${path} ${verb ?? other}`))
  const covered = useCases.flatMap(({ covers }) => covers)
  expect([...new Set(called)].toSorted()).toEqual([...new Set(covered)].toSorted())
})

test('NOT-20 nothing else writes to the outbox, and nothing else hands anything to the queue', () => {
  const writers = filesIn('src/').filter(([path, text]) => {
    const code = withoutComments(text).replaceAll(/\s+/g, ' ')
    return (
      !path.startsWith('src/dev/') && /insert\(outbox\)|\bOUTBOX\b/.test(code + (/INSERT INTO outbox/.test(text) ? ' insert(outbox)' : ''))
    )
  })
  expect(writers.map(([path]) => path).toSorted()).toEqual([
    'src/env.ts',
    'src/notifications/contact-rows.ts',
    'src/notifications/jobs.ts',
    'src/notifications/outbox.ts',
  ])
})
