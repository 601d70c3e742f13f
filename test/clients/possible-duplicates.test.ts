import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newKey, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'

const page = '/willow/manage/clients/duplicates'
const list = async () => textOf(await (await visit('dana', page)).text())

const onFile = (id: string, name: string, more: { email?: string; phone?: string; birthDate?: string } = {}, org = 'org_willow') =>
  rows(
    'INSERT INTO clients (organization_id, id, name, sort_name, email, phone, birth_date, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 5)',
    org,
    id,
    name,
    name.toLowerCase().split(' ').toReversed().join(', '),
    more.email ?? null,
    more.phone ?? null,
    more.birthDate ?? null,
  )

beforeEach(() => freshPortal())

describe('LNK-5 possible duplicates', () => {
  it('are none when nobody looks like another', async () => {
    expect(await list()).toContain('No possible duplicates')
  })

  it.each([
    ['the same address', { email: cast.nell.email }, 'Vera Lindt', 'same e-mail address'],
    ['the same name', {}, 'Nell Okafor', 'same name'],
  ])('%s', async (_, more, name, sign) => {
    await onFile('cli_twin', name, more)
    expect(await list()).toContain(sign)
    expect(textOf(await (await visit('dana', '/willow/manage/clients/cli_twin')).text())).toContain(
      'Possible duplicates One other record may be the same person.',
    )
  })

  it('the same number however it is written; a typo in the name and the same birth date', async () => {
    await onFile('cli_a', 'Vera Lindt', { phone: '+1 (212) 555-0188', birthDate: '1990-02-03' })
    await onFile('cli_b', 'Jo Marsh', { phone: '212.555.0188' })
    await onFile('cli_c', 'Vera Lidnt', { birthDate: '1990-02-03' })
    const text = await list()
    expect(text).toContain('same phone number')
    expect(text).toMatch(/names alike, same birth date/)
  })

  it('siblings at one address are possible, not probable; a birth date alone is nothing', async () => {
    await onFile('cli_a', 'Ida Ek', { email: 'home@family.example', birthDate: '2010-01-01' })
    await onFile('cli_b', 'Tom Ek', { email: 'home@family.example', birthDate: '2012-05-05' })
    await onFile('cli_c', 'Somebody Else', { birthDate: '2010-01-01' })
    const text = await list()
    expect(text).toContain('Possibly the same')
    expect(text).not.toContain('Somebody Else')
  })

  it('of another practice are never compared', async () => {
    await onFile('cli_x', 'Nell Okafor', { email: cast.nell.email }, 'org_cedar')
    expect(await list()).toContain('No possible duplicates')
  })

  it('"these are two people" hides a pair, and can be taken back', async () => {
    await onFile('cli_twin', 'Nell Okafor', { email: cast.nell.email })
    const pair = `${page}/${cast.nell.clientId}/cli_twin`
    expect((await submit('dana', `${pair}/dismissal`, { key: newKey() })).status).toBe(303)
    expect(await list()).toMatch(/No possible duplicates.*two people, says Dana Ortiz/)
    expect((await submit('dana', `${pair}/return`, { key: newKey() })).status).toBe(303)
    expect(await list()).toContain('same e-mail address')
  })

  it('SPD-4 are found by indexes: with 5,000 clients nobody is compared with everybody', async () => {
    await submit(null, '/dev/fill', { clients: 5000 })
    await onFile('cli_twin', 'Nell Okafor', { email: cast.nell.email })
    const answer = await visit('dana', page)
    expect(answer.status).toBe(200)
    expect(roundTrips(answer)).toBeLessThanOrEqual(2)
    const read = Number(/rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1])
    expect(read).toBeLessThan(5000 * 40)
  }, 60_000)
})
