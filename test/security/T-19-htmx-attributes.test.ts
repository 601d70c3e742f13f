import { beforeAll, describe, expect, test } from 'vitest'
import { setTheStage, type Stage } from '../house/matrix.ts'
import { textsInARound, withTexts } from './xss/crawl.ts'
import { ofHtmx } from './xss/payloads.ts'

// T-19: htmx reads its orders from attributes and elements, so text must never become one, in whatever spelling htmx understands.

let stage: Stage
let plain: Record<string, string[]>
beforeAll(async () => {
  stage = await setTheStage()
  plain = await withTexts(stage, ['Plain words'])
})

describe('T-19 no order to htmx comes from what somebody wrote', () => {
  test.each(Array.from({ length: Math.ceil(ofHtmx.length / textsInARound) + 1 }, (_, round) => round))('round %i', async (round) => {
    const found = await withTexts(stage, ofHtmx, round)
    for (const [page, elements] of Object.entries(found)) expect(elements, page).toEqual(plain[page])
  })

  test('what would be noticed: the elements of htmx are on our pages by our hand alone', () => {
    const elements = Object.values(plain).flat()
    expect(elements.some((element) => /\bhx-(post|get)\b/.test(element))).toBe(true)
    for (const element of elements)
      expect(element).not.toMatch(/\bon[a-z]+\b=|\bhx-on|\bdata-hx-|\bhx-vals\b|^hx-oob|\bhx-ext\b.*(history-cache|preload)/)
  })
})
