import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalOf, newcomer, type ArrivalFacts, type Offer, type Owner } from '../../src/accounts/arrival.ts'

const owner = (name: string, more: Partial<Owner> = {}): Owner => ({
  personId: `per_${name.toLowerCase().replace(' ', '_')}`,
  email: 'home@family.example',
  name,
  owesSecondFactor: false,
  clientId: null,
  ...more,
})
const join = (name: string, origin: 'join' | 'book' = 'join'): Offer => ({ kind: 'registration', id: 'reg_1', origin, name })
const invited = (name: string): Offer => ({ kind: 'invitation', id: 'inv_1', clientId: 'cli_1', name })
const work = (name: string): Offer => ({ kind: 'staff_invitation', id: 'sti_1', name })
const outcome = (facts: Partial<ArrivalFacts>, chosen?: string) => {
  const arrival = arrivalOf({ owners: [], onFile: 0, offer: null, ...facts }, chosen)
  return arrival.kind === 'existing' || arrival.kind === 'new' ? `${arrival.kind}: ${arrival.taken}` : arrival.kind
}
const lia = owner('Lia Ek', { clientId: 'cli_lia' })

describe('LNK-4 what waits for staff', () => {
  const [waits, closed] = [owner('Lia Ek', { claimId: 'reg_0' }), { ...join('Lia Ek'), closed: true } as Offer]
  test('registering again while a claim waits makes no second one', () =>
    expect(outcome({ owners: [waits], onFile: 1, offer: join('Lia Ek') })).toBe('existing: already_waiting'))
  test('a time she wants is a new wish: the newer claim', () =>
    expect(outcome({ owners: [waits], onFile: 1, offer: join('Lia Ek', 'book') })).toBe('existing: claim'))
  test('whoever became a client meanwhile is one', () =>
    expect(outcome({ owners: [{ ...waits, clientId: 'cli_lia' }], onFile: 1, offer: join('Lia Ek') })).toBe('existing: already_client'))
  test('LNK-6 the link was closed meanwhile: staff decide about somebody new, too', () => {
    expect(outcome({ offer: closed })).toBe('new: claim')
    expect(outcome({ owners: [owner('Lia Ek')], offer: closed })).toBe('existing: claim')
  })
  test('LNK-6 and a client is a client', () => expect(outcome({ owners: [lia], offer: closed })).toBe('existing: already_client'))
})

describe('ACC-1 somebody signs in', () => {
  test('nobody has the address and nothing is offered', () => expect(outcome({})).toBe('nobody'))
  test('one person has it', () => expect(outcome({ owners: [lia] })).toBe('existing: null'))
  test('a family shares it: she says who she is', () => {
    const owners = [lia, owner('Tom Ek')]
    expect(outcome({ owners })).toBe('choose')
    expect(arrivalOf({ owners, onFile: 0, offer: null }, 'per_tom_ek')).toMatchObject({ kind: 'existing', person: { name: 'Tom Ek' } })
  })
  test('T-11 a person who does not have the address cannot be chosen', () => {
    expect(outcome({ owners: [lia, owner('Tom Ek')] }, 'per_dana')).toBe('choose')
    expect(arrivalOf({ owners: [lia], onFile: 0, offer: null }, 'per_dana')).toMatchObject({ person: lia })
    expect(outcome({ owners: [] }, 'per_dana')).toBe('nobody')
    expect(outcome({ owners: [lia, owner('Tom Ek')] }, newcomer), 'nothing is offered to a newcomer').toBe('choose')
  })
})

describe('LNK-4 a visitor registers', () => {
  test.each<[string, Partial<ArrivalFacts>, string]>([
    ['an unknown address', { offer: join('Eva Roth') }, 'new: new_client'],
    ['an address on file without account', { onFile: 1, offer: join('Nell Okafor') }, 'new: claim'],
    ['a client here', { owners: [lia], onFile: 1, offer: join('Lia Ek') }, 'existing: already_client'],
    ['a client of another practice', { owners: [owner('Cyd Marsh')], offer: join('Cyd Marsh') }, 'existing: new_client'],
    ['a client elsewhere who is on file here', { owners: [owner('Cyd Marsh')], onFile: 1, offer: join('Cyd Marsh') }, 'existing: claim'],
    ['a client here whose name is written otherwise', { owners: [lia], onFile: 1, offer: join('ek, LÍA') }, 'existing: already_client'],
    ['another name in the same mailbox', { owners: [lia], onFile: 1, offer: join('Ida Ek') }, 'choose'],
    ['staff', { owners: [owner('Dana Ortiz', { owesSecondFactor: true })], offer: join('Dana Ortiz') }, 'existing: later'],
  ])('%s', (_, facts, expected) => expect(outcome(facts)).toBe(expected))

  test('another person in a mailbox of a client is for staff to tell apart', () => {
    expect(outcome({ owners: [lia], onFile: 1, offer: join('Ida Ek') }, newcomer)).toBe('new: claim')
    expect(outcome({ owners: [owner('Cyd Marsh')], offer: join('Ida Ek') }, newcomer)).toBe('new: new_client')
  })
})

describe('ACC-21 ACC-22 somebody was invited', () => {
  test.each<[string, Partial<ArrivalFacts>, string]>([
    ['nobody has the address', { onFile: 1, offer: invited('Nell Okafor') }, 'new: link'],
    ['it is hers already', { owners: [owner('Nell Okafor')], onFile: 1, offer: invited('Nell Okafor') }, 'existing: link'],
    ["it is her mother's", { owners: [lia], onFile: 2, offer: invited('Ida Ek') }, 'choose'],
    [
      'it is of somebody with a second factor',
      { owners: [{ ...lia, owesSecondFactor: true }], onFile: 1, offer: invited('Lia Ek') },
      'existing: later',
    ],
    ['to work here', { offer: work('Eva Roth') }, 'new: staff'],
    ['to work here, with an account', { owners: [lia], offer: work('L. Ek') }, 'existing: staff'],
    ['to work here, and works here', { owners: [{ ...lia, owesSecondFactor: true }], offer: work('L. Ek') }, 'existing: later'],
  ])('%s', (_, facts, expected) => expect(outcome(facts)).toBe(expected))
})

test('LNK-4 ACC-22 whatever the facts: an account is only ever its own address, and a client is never made beside another one of the address', () => {
  const names = fc.constantFrom('Lia Ek', 'Ida Ek', 'Tom Ek', 'ek lia')
  const owners = fc.uniqueArray(
    fc.record({
      personId: fc.constantFrom('per_1', 'per_2', 'per_3'),
      email: fc.constant('home@family.example'),
      name: names,
      owesSecondFactor: fc.boolean(),
      clientId: fc.constantFrom(null, 'cli_1'),
    }),
    { selector: ({ personId }) => personId },
  )
  const offers = fc.oneof(
    fc.constant(null),
    names.map((name) => join(name)),
    names.map(invited),
    names.map(work),
  )
  const chosen = fc.constantFrom(undefined, newcomer, 'per_1', 'per_2', 'per_9')
  fc.assert(
    fc.property(owners, fc.nat(2), offers, chosen, (all, onFile, offer, wish) => {
      const arrival = arrivalOf({ owners: all, onFile, offer }, wish)
      if (arrival.kind === 'existing') {
        expect(all).toContain(arrival.person)
        if (arrival.person.owesSecondFactor && offer) expect(arrival.taken).toBe('later')
      }
      if (arrival.kind === 'new') expect(offer).not.toBeNull()
      const taken = arrival.kind === 'existing' || arrival.kind === 'new' ? arrival.taken : null
      if (taken === 'new_client') {
        expect(onFile).toBe(0)
        const hers = arrival.kind === 'existing' ? [arrival.person] : all
        expect(hers.every(({ clientId }) => clientId === null)).toBe(true)
      }
      if (all.length > 1 && arrival.kind === 'existing') expect(wish).toBe(arrival.person.personId)
    }),
    { numRuns: 2000 },
  )
})
