import { afterAll, beforeAll, beforeEach, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { therapist } from './steps/therapist.ts'
import { visitor } from './steps/visitor.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('LNK-2 LNK-7 somebody new books by the link, on a phone: she lands in her account with her request, and Theo sees it only then', async () => {
    const vera = await visitor(portal, 'vera@new.example', { javaScript, phone: true })
    const theo = await therapist(portal, 'theo', { javaScript })
    await vera.opens('/willow/book')
    await vera.seesHeading('Ask for an appointment')
    await vera.choosesTheTime('11:30')
    await vera.seesHeading('Your time')
    await vera.sees(/11:30/)
    await vera.saysWhoSheIs('Vera Lindt')
    await vera.sends('Ask for this time')
    await vera.seesHeading('Look at your e-mail')

    await theo.opensTheRequests()
    await theo.seesOpenRequests(0)

    await vera.provesHerAddress()
    await vera.seesHeading('Waiting for Theo’s answer')
    await vera.sees(/11:30/)
    await theo.opensTheRequests()
    await theo.seesOpenRequests(1)
    await theo.page.getByText('Vera Lindt').first().waitFor()
  })

  test('SCH-24 the time she chose is taken while she types: three others, one press, nothing typed again', async () => {
    const [vera, quicker] = [
      await visitor(portal, 'vera@new.example', { javaScript, phone: true }),
      await visitor(portal, 'quick@new.example', { javaScript }),
    ]
    for (const one of [vera, quicker]) {
      await one.opens('/willow/book')
      await one.choosesTheTime('11:30')
      await one.saysWhoSheIs('Vera Lindt')
    }
    await quicker.sends('Ask for this time')
    await quicker.seesHeading('Look at your e-mail')
    await vera.sends('Ask for this time')
    await vera.seesHeading('That time is taken')
    await vera.page.locator('.slot').first().click()
    await vera.provesHerAddress()
    await vera.seesHeading('Waiting for Theo’s answer')
  })
})
