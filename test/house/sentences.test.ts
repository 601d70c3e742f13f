import { describe, expect, test } from 'vitest'
import { sentencesOf } from './sentences.ts'

/** What a machine would say: a code, a value that is not there, a status. */
const machineWords = /\b[a-z]+_[a-z_]+\b|\b[A-Z]{2,}_[A-Z_]+\b|undefined|null|\[object|\b(?:4\d\d|50\d) ?(?:error|\()/

/** What is wrong with a field: there the reader can always do something, so she is told what. */
const ofField = /(errors|problems|Errors|Problems|Error|Problem|Wrong|TooLong|Empty)(\.(?!stale)[a-z_]+)?$/
const order = {
  en: /\b(choose|enter|give|write|type|say|fill|try|check|use|send|wait|copy|shorten|go|open|end|call|look|change|remove|decline)\b/i,
  es: /\b(elija|escriba|escríbala|indique|d[ée]|dele|diga|rellene|intent\w+|revise|revíselo|use|envíe\w*|espere|copie|cópie\w*|acorte|vuelva|abra|termine|llame|mire|cambie)(?![a-záéíóú])/i,
}

describe.each(['en', 'es'] as const)('UX-5 errors are sentences, in %s', (language) => {
  const all = sentencesOf(language)

  test('there are enough of them', () => expect(all.length).toBeGreaterThan(150))

  test.each(all)('$path', ({ path, text }) => {
    expect(text).toMatch(/^[¿¡]?\p{Lu}.*[.?]$/su)
    expect(text.split(/\s+/).length).toBeGreaterThan(2)
    expect(text).not.toMatch(machineWords)
    if (ofField.test(path)) expect(text).toMatch(order[language])
  })
})

test('UX-5 what is no sentence, or gives no order, would be noticed', () => {
  for (const bad of ['rejected', 'Not saved', 'Failed: not_found.', 'undefined.']) {
    const isSentence = /^[¿¡]?\p{Lu}.*[.?]$/su.test(bad) && bad.split(/\s+/).length > 2 && !machineWords.test(bad)
    expect(isSentence, bad).toBe(false)
  }
  expect('That time has not come yet.').not.toMatch(order.en)
})
