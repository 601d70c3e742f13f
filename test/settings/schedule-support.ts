import { attributeOf, element, rows, submit, textOf, visit, type Who } from '../support/portal.ts'

/** What people do with scheduled switches, for tests. */

export const page = '/willow/manage/portal'
export const at = (key: string) => `${page}/settings/${key}/schedules`
export const state = async (path = page, who: Who = 'dana') => (await visit(who, path)).text()
export const effective = async (key: string) => attributeOf(await state(), `setting-${key}`, 'data-effective')
/** What is written below a row; nothing when nothing is scheduled. */
export const listed = async (key: string) => {
  const html = await state()
  return html.includes(`id="schedule-${key}"`) ? textOf(element(html, `schedule-${key}`)) : ''
}
export const christmas = { value: 'off', date: '2026-12-24', time: '09:00' }
export const back = { backDate: '2027-01-02', backTime: '09:00' }
export const plan = (key: string, fields: Record<string, string> = {}, how = {}) =>
  submit('dana', at(key), { ...christmas, ...fields }, how)
export const stored = () =>
  rows<{ id: string; value: string; outcome: string | null; done_at: number | null; cancelled_at: number | null }>(
    'SELECT * FROM setting_schedules ORDER BY due_at',
  )
export const cancellation = (id: string | undefined) => `${page}/schedules/${id}/cancellation`
