import { beforeEach, describe, expect, test } from 'vitest'
import { searchWords, plainLetter } from '../../src/clients/search-words.ts'
import { freshPortal, rows, roundTrips, submit, textOf } from '../support/portal.ts'
import { add, found, idsOn, list, namesOn, organizationOf } from './support.ts'

beforeEach(() => freshPortal())

describe('SET-41 a client is found', () => {
  test('SET-41 by the beginning of her first name, her last name, or both in any order', async () => {
    for (const q of ['Ana', 'an', 'pereira', 'PEREI', 'ana pereira', 'pereira ana', 'per an', '  Ana   Per '])
      expect(await found(q), q).toEqual(['Ana Pereira'])
  })

  test('SET-41 without her accents, with them, and with those of another keyboard', async () => {
    await add(
      { id: 'c1', name: "Zoë O'Brien-Núñez" },
      { id: 'c2', name: 'Łukasz Straße' },
      { id: 'c3', name: 'ÉMILE Ngọc Đặng' },
      { id: 'c4', name: 'Ирина Щербакова' },
    )
    for (const q of ['zoe', 'Zoé', 'obrien', 'o’brien', "O'BRI", 'nunez', 'NÚÑEZ', 'brien-nunez'.slice(6), 'Nu\u0301n\u0303ez'])
      expect(await found(q), q).toEqual(["Zoë O'Brien-Núñez"])
    for (const q of ['lukasz', 'ŁUK', 'strasse', 'straß']) expect(await found(q), q).toEqual(['Łukasz Straße'])
    for (const q of ['emile dang', 'Ngoc', 'đặng']) expect(await found(q), q).toEqual(['ÉMILE Ngọc Đặng'])
    expect(await found('ИРИНА щерб')).toEqual(['Ирина Щербакова'])
  })

  test('SET-41 by her e-mail address, whole, begun, or a part before the @', async () => {
    await add({ id: 'c1', name: 'Somebody Else', email: 'sunny.day_42@home.example' })
    for (const q of ['sunny.day_42@home.example', 'Sunny.Day_42@ho', 'sunny', 'day', '42', 'sunny.d'])
      expect(await found(q), q).toEqual(['Somebody Else'])
    expect(await found('home.example')).toEqual([])
  })

  test('SET-41 who is called exactly that comes first, each client once', async () => {
    await add(
      { id: 'c1', name: 'Bodo Anders', sortName: 'anders, bodo' },
      { id: 'c2', name: 'Bo Bosch', sortName: 'bosch, bo', email: 'bo.bosch@home.example' },
    )
    expect(await found('bo')).toEqual(['Bo Bosch', 'Bo Nilsson', 'Bodo Anders'])
  })

  test('SET-41 after her name or address changed, by the new one only', async () => {
    await add({ id: 'c1', name: 'Vera Vogel', email: 'vera@home.example' })
    await rows("UPDATE clients SET name = 'Vera Falk', sort_name = 'falk, vera', email = 'falk@home.example' WHERE id = 'c1'")
    expect(await found('vogel')).toEqual([])
    expect(await found('vera@home.example')).toEqual([])
    expect(await found('falk')).toEqual(['Vera Falk'])
  })
})

describe('SET-41 what is typed', () => {
  test('SEC-1 SET-41 finds nobody of another practice, nobody merged, and archived clients only on their list', async () => {
    await add({ id: 'c1', name: 'Quirin Far', organization: organizationOf('cyd') }, { id: 'c2', name: 'Quirin Old', archivedAt: 1 })
    await add({ id: 'c3', name: 'Quirin Twice', mergedInto: 'c2' })
    expect(await found('quirin')).toEqual([])
    expect(await found('quirin', { filter: 'archived' })).toEqual(['Quirin Old'])
    expect(await found('cyd')).toEqual([])
  })

  test.each(['%', '_', "'", '"', "' OR 1=1 --", "Robert'); DROP TABLE clients;--", '*', '\\', '%%%', '(', 'NULL', '[', '{"a":1}'])(
    'SEC-7 SET-41 means itself: %j',
    async (q) => expect(await found(q)).toEqual([]),
  )

  test('SEC-7 SET-41 can be longer than a LIKE pattern may be, and longer than anybody is called', async () => {
    const name = `Maximiliana ${'Wolfeschlegelsteinhausenbergerdorff'.repeat(2)}`
    await add({ id: 'c1', name })
    expect(await found(name.slice(0, 60))).toEqual([name])
    expect(await found(name)).toEqual([name])
    expect(await found(`${name} ${'x'.repeat(5000)}`)).toEqual([])
    expect(await found('Ж'.repeat(200))).toEqual([])
  })

  test('SET-41 is in no address, and is kept in the field; nothing typed is the whole list', async () => {
    const answer = await submit('dana', `${list}/search`, { q: ' Zz"<b> ' })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain('value="Zz&quot;&lt;b&gt;"')
    expect(textOf(html)).toContain('Nobody found for “Zz"<b>”')
    expect(html.match(/(?:href|action|hx-\w+)="[^"]*Zz[^"]*"/g)).toBeNull()
    expect(await found('')).toEqual(['Bo Nilsson', 'Max Nilsson', 'Nell Okafor', 'Ana Pereira'])
  })

  test('SET-41 SPD-1 the whole page without JavaScript, the list to htmx: two round trips both', async () => {
    const whole = await submit('dana', `${list}/search`, { q: 'ana' })
    const part = await submit('dana', `${list}/search`, { q: 'ana' }, { htmx: true })
    expect([roundTrips(whole), roundTrips(part)]).toEqual([2, 2])
    expect((await whole.text()).startsWith('<!doctype html>')).toBe(true)
    const html = await part.text()
    expect(html.startsWith('<div id="clients"')).toBe(true)
    expect(idsOn(html)).toEqual(['cli_ana'])
    expect(namesOn(html)).toEqual(['Ana Pereira'])
    expect(textOf(html)).toContain('1 client found.')
  })

  test('SET-1 SEC-1 is heard from administrators only', async () => {
    for (const who of ['theo', 'ana'] as const) expect((await submit(who, `${list}/search`, { q: 'ana' })).status, who).toBe(403)
    for (const who of ['amir', 'cyd'] as const) expect((await submit(who, `${list}/search`, { q: 'ana' })).status, who).toBe(404)
    expect((await submit(null, `${list}/search`, { q: 'ana' })).headers.get('Location')).toContain('/willow/login')
  })
})

describe('SET-41 a name is looked up as it is stored', () => {
  test('SET-41 letter by letter', async () => {
    const letters = [...Array(0x3000).keys()].map((code) => String.fromCharCode(code)).filter((letter) => !/[\s\0]/.test(letter))
    // One name per letter between two others, so that a letter that separates or vanishes shows as that.
    await add(...letters.map((letter, at) => ({ id: `l${at}`, name: `a${letter}b` })))
    const stored = await rows<{ id: string; words: string }>(
      "SELECT client_id AS id, group_concat(token, ' ' ORDER BY token) AS words FROM client_search WHERE client_id GLOB 'l[0-9]*' GROUP BY client_id",
    )
    const byId = new Map(stored.map(({ id, words }) => [id, words]))
    const differ = letters
      .filter((letter, at) => byId.get(`l${at}`) !== searchedFor(`a${letter}b`))
      .map((letter) => letter.codePointAt(0)?.toString(16))
    expect(differ).toEqual([])
  })

  const searchedFor = (name: string) => [...new Set([...name].map(plainLetter).join('').split(' ').filter(Boolean))].toSorted().join(' ')

  test('SET-41 as at most five words', () => {
    expect(searchWords("Ana-María d'Ávila ana@HOME.example a b c d")).toEqual(['ana', 'maria', 'davila', 'ana@home.example', 'a'])
    expect(searchWords(' ,;%_ ')).toEqual([])
  })
})
