import { beforeEach, describe, expect, it } from 'vitest'
import { attributeOf, freshPortal, hidden, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { freeTimes } from '../scheduling/support.ts'

const page = '/willow/manage/staff'
const state = async () => (await visit('dana', page)).text()
const seat = async (staff: string, value: 'on' | 'off') =>
  submit('dana', `${page}/sta_${staff}/seat`, { value, version: hidden(await state(), `seat-sta_${staff}`, 'version') })

beforeEach(() => freshPortal())

describe('SET-53 a deactivated staff member', () => {
  it('frees her seat, is greyed, cannot get one, and is not offered any more', async () => {
    await rows("UPDATE organizations SET plan = 'standard' WHERE id = 'org_willow'")
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'")
    expect(textOf(await state())).toContain('0 of 1 seat used, 1 available.')
    expect(attributeOf(await state(), 'seat-sta_theo', 'data-reason')).toBe('deactivated')
    expect((await seat('theo', 'on')).status).toBe(409)
    expect((await seat('tess', 'on')).status).toBe(303)
    expect(await freeTimes()).toEqual([])
  })

  it('reaches nothing when she signs in', async () => {
    const theo = await signIn('theo')
    expect((await visit(theo, '/willow/manage/requests')).status).toBe(200)
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'")
    for (const who of [theo, await signIn('theo')])
      for (const path of ['/willow/manage', '/willow/manage/requests', page, '/willow/manage/portal', '/willow/my'])
        expect((await visit(who, path)).status, path).toBe(404)
  })
})
