import { beforeEach, describe, expect, test } from 'vitest'
import { switchOn } from '../house/situation.ts'
import { cast, freshPortal, newKey, rows, services, signIn, submit, textOf, visit } from '../support/portal.ts'

// T-06: whom somebody acts for is in the address and asked for anew each time; nothing of it is kept in a session.

const of = (client: 'max' | 'bo', page: string) => `/willow/my/${cast[client].clientId}/${page}`

beforeEach(async () => {
  await freshPortal()
  await switchOn('contact_access')
  // Gail acts for Max; here for his brother as well.
  await rows(`INSERT INTO grants (organization_id, id, contact_id, client_id, relationship, permissions, created_at, created_by)
    SELECT organization_id, 'gra_gail_bo', contact_id, 'cli_bo', relationship, permissions, created_at, created_by FROM grants WHERE id = 'gra_gail_max'`)
})

describe('T-06 a contact with two children in two tabs', () => {
  test('a session knows nobody she acts for', async () => {
    const columns = await rows<{ name: string }>("SELECT name FROM pragma_table_info('sessions')")
    for (const { name } of columns) expect(name).not.toMatch(/client|acting|behalf|contact|current|active/)
  })

  test('each page is of the child in its address, in whatever order they are opened', async () => {
    const gail = await signIn('gail')
    const turns = Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? 'bo' : 'max') as 'bo' | 'max')
    const pages = await Promise.all(turns.map(async (child) => (await visit(gail, of(child, 'appointments'))).text()))
    pages.forEach((page, at) => {
      const [child, other] = turns[at] === 'bo' ? ['bo', 'max'] : ['max', 'bo']
      expect(page).toContain(`/my/${cast[child as 'bo'].clientId}/appointments/new`)
      expect(page).not.toContain(`/my/${cast[other as 'bo'].clientId}/appointments/new`)
    })
  })

  test('a form changes the child of its address, whatever else it says and whatever was open last', async () => {
    const gail = await signIn('gail')
    const page = textOf(await (await visit(gail, of('max', 'appointments/new'))).text())
    expect(page).toContain(cast.max.name)
    const html = await (await visit(gail, `${of('max', 'appointments/new')}?therapist=${cast.theo.staffId}&from=2026-12-08`)).text()
    const [, start] = /<button[^>]*\sname="start"[^>]*\svalue="([^"]*)"/.exec(html) ?? []
    await visit(gail, of('bo', 'appointments'))
    const fields = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() }
    const more = { client: cast.bo.clientId, clientId: cast.bo.clientId, client_id: cast.bo.clientId }
    expect((await submit(gail, of('max', 'requests'), { ...fields, ...more })).status).toBe(303)
    expect(
      await rows("SELECT client_id, created_by FROM appointments WHERE status = 'requested' AND starts_at = ?", Date.parse(String(start))),
    ).toEqual([{ client_id: cast.max.clientId, created_by: cast.gail.personId }])
  })

  test('what ends for one child ends at once, in the tab that is open, and only for that child', async () => {
    const gail = await signIn('gail')
    expect((await visit(gail, of('bo', 'appointments'))).status).toBe(200)
    await rows("UPDATE grants SET revoked_at = 1 WHERE id = 'gra_gail_bo'")
    expect((await visit(gail, of('bo', 'appointments'))).status).toBe(404)
    expect((await visit(gail, of('max', 'appointments'))).status).toBe(200)
  })
})
