import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { newcomer, staff } from './steps/staff.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const eva_ = 'eva@else.example'

bothWays((javaScript) => {
  test('ACC-4 dana invites a therapist, who proves her address and is asked for a second factor before anything else', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const team = staff(dana.page)
    await team.opensTheStaff()
    await team.opensTheInvitation()
    await team.invites('Eva Roth', eva_)
    await team.seesOpenOffer('Eva Roth')

    const eva = await newcomer(portal, eva_, { javaScript, phone: true })
    await eva.opensTheInvitation()
    await eva.seesHeading('An invitation to work in a portal')
    await eva.presses('Send me the code')
    await eva.typesTheCode()
    await eva.isLedTo('/account/second-factor')

    await team.opensTheStaff()
    expect(await team.offer('Eva Roth').count()).toBe(0)
    await team.opensTheMember('Eva Roth')
    await team.seesRoles({ Therapist: true, Administrator: false })
    await eva.opensTheInvitation()
    await eva.seesHeading('You work here already')
  })

  test('ACC-4 SET-4 dana makes theo an administrator, takes it back, and is told why she cannot go', async () => {
    const dana = await administrator(portal, 'dana', { javaScript, phone: true })
    const team = staff(dana.page)
    await team.opensTheStaff()
    await team.opensTheMember('Theo Lindqvist')
    await team.changesTheRoles({ Administrator: true })
    await team.undoes('The roles of Theo Lindqvist are changed.')
    await team.seesRoles({ Therapist: true, Administrator: false })

    await team.opensTheStaff()
    await team.opensTheMember('Dana Ortiz')
    await team.deactivates()
    await team.isTold('This is the last administrator.')
    await team.opensTheStaff()
    await team.opensTheMember('Theo Lindqvist')
    await team.changesTheRoles({ Administrator: true })
    await team.hasDone('The roles of Theo Lindqvist are changed.')
    await team.opensTheStaff()
    await team.opensTheMember('Dana Ortiz')
    await team.deactivates()
    await team.isTold('You would lose your own access')
    await team.does('Do it all the same')
    await dana.page.waitForURL('**/willow/login**')
  })

  test('ACC-4 an invitation that dana takes back no longer works', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const team = staff(dana.page)
    await team.opensTheStaff()
    await team.opensTheInvitation()
    await team.invites('Eva Roth', eva_)
    const eva = await newcomer(portal, eva_, { javaScript })
    await eva.opensTheInvitation()
    await team.takesBackTheOffer('Eva Roth')
    await team.offer('Eva Roth').waitFor({ state: 'detached' })
    await eva.presses('Send me the code')
    await eva.seesHeading('This invitation no longer works')
  })
})
