import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

const careWords = /\bSession\b|\bIntake\b|Theo|Lindqvist|Tess|Moreau|telehealth|in person|video/
const ana_ = 'ana@family.example'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SCH-21, NOT-3 a client asks on her phone, the therapist answers, thinks again and answers: one truth, one e-mail', async () => {
    const it = development(portal)
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.opensThePortalSettings()
    for (const event of ['request_confirmed', 'request_answer_undone']) {
      await dana.presses(`notification-${event}`)
      await dana.seesOn(`notification-${event}`)
    }
    const theo = await therapist(portal, 'theo', { javaScript }, { ownTime: javaScript })
    await theo.opensTheRequests()
    await theo.seesOpenRequests(0)

    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.opens('/willow/book')
    await ana.seesHeading('Ask for an appointment')
    await ana.saysSheIsAClient()
    await ana.signsInByCode()
    await ana.seesHeading('Ask for an appointment')
    await ana.picksTheTime('11:30')
    await ana.seesHeading('Waiting for Theo’s answer')

    if (javaScript) await theo.waits(60_000)
    else await theo.reloads()
    await theo.seesOpenRequests(1)

    await theo.opensTheRequests()
    await theo.confirms('Ana Pereira')
    await theo.seesOpenRequests(0)
    await ana.page.reload()
    await ana.seesHeading('Confirmed')
    await theo.undoes('Ana Pereira')
    await theo.seesOpenRequests(1)
    await ana.page.reload()
    await ana.seesHeading('Waiting for Theo’s answer')
    await theo.confirms('Ana Pereira')
    await theo.seesOpenRequests(0)
    await ana.page.reload()
    await ana.seesHeading('Confirmed')

    await it.theNewestMailTo(ana_, 'request_received')
    const before = (await it.mails()).filter(({ to }) => to === ana_)
    expect(before.map(({ kind }) => kind)).toEqual(['sign_in', 'request_received'])
    await it.itIs(begin + 61_000)
    await it.theScheduledWorkIsDone()
    await it.itIs(begin + 600_000)
    await it.theScheduledWorkIsDone()
    const after = (await it.mails()).filter(({ to }) => to === ana_).slice(before.length)
    expect(after.map(({ kind }) => kind)).toEqual(['request_confirmed'])
    for (const { subject, text, html } of [...before, ...after]) expect(`${subject} ${text} ${html}`).not.toMatch(careWords)
  })
})
