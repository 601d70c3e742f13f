import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, cast, cron, freshPortal, mail, newBrowser, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import {
  codeFor,
  invitationMails,
  invitationsOf,
  invited,
  loginsOf,
  onFile,
  peopleWith,
  send,
  sendings,
  takeUp,
} from './invitation-support.ts'

// The matrix of LNK-4 in the column "invited": whoever it is, one record stays one record, and nobody is given somebody else's.

const { nell, ana, bo, max } = cast
beforeEach(() => freshPortal())

const clientsNow = () => rows('SELECT id, email, merged_into FROM clients ORDER BY id')
const peopleNow = () => rows<{ id: string }>('SELECT id FROM people ORDER BY id')

/** Who there is besides those who were there. */
async function newPeople(before: { id: string }[]): Promise<string[]> {
  const known = new Set(before.map(({ id }) => id))
  return (await peopleNow()).map(({ id }) => id).filter((id) => !known.has(id))
}

describe('ACC-20 ACC-22 LNK-4 invited', () => {
  test('an unknown address: there is nobody to invite, and no field to type an address into', async () => {
    const page = await (await visit('dana', `${sendings}?client=${nell.clientId}`)).text()
    expect(page).not.toMatch(/<input(?![^>]*type="(hidden|checkbox|search)")[^>]*name=/)
    expect((await submit('dana', sendings, { client: 'nobody@else.example', message: 'Hi', key: 'k'.repeat(12) })).status).toBe(404)
    const answer = await submit('dana', sendings, { client: nell.clientId, email: 'nobody@else.example', message: 'Hi' })
    expect(answer.status).toBe(303)
    await cron()
    expect((await invitationMails()).map(({ to }) => to)).toEqual([nell.email])
  })

  test('no address on file: greyed, and refused when it is sent all the same', async () => {
    expect(textOf(await (await visit('dana', `${sendings}?client=${max.clientId}`)).text())).toContain('None of them can be invited')
    expect((await send([max.clientId])).status).toBe(409)
    expect(await invitationsOf(max.clientId)).toEqual([])
  })

  test('on file without an account: her account, on the same record', async () => {
    const [clients, people] = [await clientsNow(), await peopleNow()]
    const browser = newBrowser()
    const answer = await takeUp(await invited(), browser)
    expect(answer.headers.get('Location')).toBe('/willow/my')
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_nell/appointments')
    const [fresh, ...others] = await newPeople(people)
    expect(others).toEqual([])
    expect(await clientsNow()).toEqual(clients)
    expect(await loginsOf(nell.clientId)).toEqual([{ person_id: fresh, ended_at: null }])
    expect(await rows('SELECT * FROM registrations')).toEqual([])
  })

  test('on file with an account: greyed; one that was under way opens nothing and says to sign in', async () => {
    expect((await send([ana.clientId])).status).toBe(409)
    const path = await invited()
    await rows(
      "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_nell', 'per_cyd', 1)",
    )
    const page = await visit(null, path)
    expect([page.status, textOf(await page.text())]).toEqual([410, expect.stringContaining('There is an account already. Sign in')])
    expect((await submit(newBrowser(), `${path}/acceptance`)).status).toBe(410)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in')).toEqual([])
    expect(await loginsOf(nell.clientId)).toEqual([{ person_id: 'per_cyd', ended_at: null }])
  })

  test('archived: refused; one that was under way is dead, as if it had never been', async () => {
    const path = await invited()
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', nell.clientId)
    expect((await send([nell.clientId])).status).toBe(409)
    const [hers, nobodys] = [path, `/willow/invite/${'x'.repeat(43)}`]
    const read = async (at: string) => {
      const answer = await visit(null, at)
      return [answer.status, (await answer.text()).replaceAll(at, 'HERE')]
    }
    expect(await read(hers)).toEqual(await read(nobodys))
    expect((await submit(newBrowser(), `${path}/acceptance`)).status).toBe(410)
    expect(await loginsOf(nell.clientId)).toEqual([])
  })

  test('signed in with the invited address, and it is she: one press links, nobody new is made', async () => {
    await onFile('cli_second', 'Ana Pereira', ana.email)
    const path = await invited('cli_second')
    const people = await peopleNow()
    const browser = await signIn('ana')
    expect(textOf(await (await visit(browser, path)).text())).toContain('You are signed in as Ana Pereira.')
    expect((await submit(browser, `${path}/acceptance`)).headers.get('Location')).toBe('/willow/my')
    expect(await newPeople(people)).toEqual([])
    expect(await loginsOf('cli_second')).toEqual([{ person_id: 'per_ana', ended_at: null }])
    expect(await auditRows({ action: 'invitation.accepted' })).toMatchObject([{ actor_id: 'per_ana', entity_version: 2 }])
    // Pressed once more, or opened again, she is led in.
    expect((await submit(browser, `${path}/acceptance`)).headers.get('Location')).toBe('/willow/my')
  })

  test('signed in with another address: told so, offered to sign out, nothing sent', async () => {
    const path = await invited()
    const browser = await signIn('ana')
    const page = await visit(browser, path)
    const html = await page.text()
    expect([page.status, textOf(html)]).toEqual([409, expect.stringContaining('This invitation is for another address')])
    expect(html).toContain('action="/logout"')
    expect((await submit(browser, `${path}/acceptance`)).status).toBe(409)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in')).toEqual([])
    expect(await loginsOf(nell.clientId)).toEqual([])
  })

  test('signed in with an address whose proof is not there: nothing is linked', async () => {
    await onFile('cli_second', 'Ana Pereira', ana.email)
    const path = await invited('cli_second')
    const browser = await signIn('ana')
    await rows("UPDATE people SET email_verified_at = NULL WHERE id = 'per_ana'")
    await submit(browser, `${path}/acceptance`)
    expect(await loginsOf('cli_second')).toEqual([])
    expect((await visit(null, path)).status).toBe(200)
  })

  test('a sibling with the same name and birth date, and a mailbox of her own: two records, two accounts', async () => {
    await onFile('cli_twin', 'Nell Okafor', 'twin@family.example', { birthDate: '2001-02-03' })
    await rows("UPDATE clients SET birth_date = '2001-02-03' WHERE id = 'cli_nell'")
    const [one, two] = [newBrowser(), newBrowser()]
    await takeUp(await invited(), one)
    await takeUp(await invited('cli_twin'), two)
    expect((await visit(one, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_nell/appointments')
    expect((await visit(two, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_twin/appointments')
    const [[first], [second]] = [await loginsOf('cli_nell'), await loginsOf('cli_twin')]
    expect(first?.person_id).not.toBe(second?.person_id)
    expect((await visit(two, '/willow/my/cli_nell/appointments')).status).toBe(404)
  })

  describe('a mailbox of the family', () => {
    const mailbox = bo.email

    test('two clients, two invitations: the second is asked who she is, and both have an account of their own', async () => {
      await onFile('cli_one', 'Una Nilsson', 'family@family.example')
      await onFile('cli_two', 'Tia Nilsson', 'family@family.example')
      const [forOne, forTwo] = [await invited('cli_one'), await invited('cli_two')]
      expect((await takeUp(forOne)).status, 'nobody has the address yet').toBe(303)
      const browser = newBrowser()
      const code = await codeFor(forTwo, browser)
      const asked = await submit(browser, '/willow/login/code', { code })
      expect([asked.status, textOf(await asked.text())]).toEqual([
        409,
        expect.stringMatching(/Who are you\?.*I am Una Nilsson.*I am Tia Nilsson, and new here/),
      ])
      expect(await loginsOf('cli_two')).toEqual([])
      expect((await submit(browser, '/willow/login/code', { code, person: 'new' })).status).toBe(303)
      const [una, tia] = await peopleWith('family@family.example')
      expect(await loginsOf('cli_one')).toEqual([{ person_id: una?.id, ended_at: null }])
      expect(await loginsOf('cli_two')).toEqual([{ person_id: tia?.id, ended_at: null }])
      expect(tia?.name).toBe('Tia Nilsson')
    })

    test('signed in as one of the family: the press asks by code who it is, and never links by itself', async () => {
      await onFile('cli_two', 'Tia Nilsson', mailbox)
      const path = await invited('cli_two')
      const browser = await signIn('bo')
      expect((await submit(browser, `${path}/acceptance`)).headers.get('Location')).toBe('/willow/login/code')
      expect(await loginsOf('cli_two')).toEqual([])
      await cron()
      const code = /\b\d{6}\b/.exec((await mail()).findLast(({ kind }) => kind === 'sign_in')?.text ?? '')?.[0] ?? ''
      expect((await submit(browser, '/willow/login/code', { code })).status).toBe(409)
      expect((await submit(browser, '/willow/login/code', { code, person: 'new' })).status).toBe(303)
      const [, tia] = await peopleWith(mailbox)
      expect(await loginsOf('cli_two')).toEqual([{ person_id: tia?.id, ended_at: null }])
      expect(await loginsOf(bo.clientId)).toEqual([{ person_id: 'per_bo', ended_at: null }])
    })

    test('she says that the account is hers: her second record is linked to it', async () => {
      await onFile('cli_two', 'Bo N.', mailbox)
      const path = await invited('cli_two')
      expect((await takeUp(path, newBrowser(), { person: 'per_bo' })).status).toBe(303)
      expect(await loginsOf('cli_two')).toEqual([{ person_id: 'per_bo', ended_at: null }])
      expect(await peopleWith(mailbox)).toHaveLength(1)
    })
  })
})
