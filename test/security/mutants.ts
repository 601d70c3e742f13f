import type { Mutant } from '../settings/resolver.mutants.ts'
import { staffMutants } from './staff.mutants.ts'

/** Ways to open the portal to whom it is closed, one per class of facts/security.md. `npm run mutate:security`: the named test must notice. */
export interface SecurityMutant extends Mutant {
  test: string
  /** A second change of the same file that belongs to the first. */
  and?: { from: string; to: string }
}

const security = (file: string): string => `test/security/${file}.test.ts`

export const mutants: SecurityMutant[] = [
  ...staffMutants,
  {
    // Two guards stand behind each other: the row itself, and one audit entry per version. Only without both it opens twice.
    name: 'a sign-in is used up without looking whether it was, and its audit entry has no version',
    file: 'src/accounts/arrive.ts',
    from: '.where(and(eq(signIns.id, signIn.id), isNull(signIns.usedAt), gt(signIns.expiresAt, now))),\n    changedOne(control),',
    to: '.where(eq(signIns.id, signIn.id)),\n    changedOne(control),',
    and: { from: "kind: 'sign_in', id: signIn.id, version: 2,", to: "kind: 'sign_in', id: signIn.id," },
    test: security('T-09-tokens-used-once'),
  },
  {
    name: 'the other codes of the address go on working',
    file: 'src/accounts/arrive.ts',
    from: '.set({ expiresAt: sql`min(${signIns.expiresAt}, ${signIns.createdAt})` })',
    to: '.set({ tries: 0 })',
    test: security('T-09-tokens-used-once'),
  },
  {
    name: 'a sign-in works at every practice',
    file: 'src/accounts/proof.ts',
    from: '    eq(signIns.organizationId, organizationId),\n    isNull(signIns.usedAt),',
    to: '    isNull(signIns.usedAt),',
    test: security('T-09-tokens-used-once'),
  },
  {
    name: 'somebody who was disabled comes in',
    file: 'src/accounts/proof.ts',
    from: '.where(and(isNull(people.disabledAt), among(people.email, asked(signIns.email))))',
    to: '.where(among(people.email, asked(signIns.email)))',
    test: security('T-09-tokens-used-once'),
  },
  {
    name: "the link's page tells where it came from",
    file: 'src/accounts/sign-in-routes.tsx',
    from: "    c.header('Referrer-Policy', 'no-referrer')\n    const { open }",
    to: '    const { open }',
    test: security('T-09-tokens-used-once'),
  },
  {
    name: 'an address is not counted',
    file: 'src/accounts/asking.ts',
    from: "isBeyond('askedByAddress', about) ||",
    to: '',
    test: security('T-13-brute-force'),
  },
  {
    name: 'what was sent in six hours is not counted',
    file: 'src/accounts/asking.ts',
    from: '|| sent >= limits.sentToAddress.most',
    to: '',
    test: security('T-13-brute-force'),
  },
  {
    name: 'a browser that is known has no budget of its own',
    file: 'src/accounts/asking.ts',
    from: 'if (known) return',
    to: 'if (known && !known) return',
    test: security('T-13-brute-force'),
  },
  {
    name: 'a network is never told to wait',
    file: 'src/accounts/asking.ts',
    from: "if (isBeyond(name, about)) return { may: 'wait'",
    to: "if (isBeyond(name, about) && now === 0) return { may: 'wait'",
    test: security('T-13-brute-force'),
  },
  {
    name: 'IPv6 as it is spelled',
    file: 'src/web/network.ts',
    from: "address.includes(':') ? groupsOf(address) : null",
    to: "address.includes(':') ? address.split(':').map((g) => Number.parseInt(g, 16)) : null",
    test: security('T-13-brute-force'),
  },
  {
    name: 'the header that anybody can send is believed',
    file: 'src/web/network.ts',
    from: "networkOfAddress(c.req.header('CF-Connecting-IP') ?? '')",
    to: "networkOfAddress(c.req.header('X-Forwarded-For') ?? c.req.header('CF-Connecting-IP') ?? '')",
    test: security('T-13-brute-force'),
  },
  {
    name: 'guesses at an address are counted by code only',
    file: 'src/accounts/proof.ts',
    from: 'return guessed > limits.triedByAddress.most ? undefined : signIn',
    to: 'return signIn ?? (guessed > limits.triedByAddress.most ? undefined : signIn)',
    test: security('T-13-brute-force'),
  },
  {
    name: 'a code has six tries',
    file: 'src/accounts/proof.ts',
    from: 'lt(signIns.tries, tries)',
    to: 'lt(signIns.tries, tries + 1)',
    test: security('T-13-brute-force'),
  },
  {
    name: 'only an address that somebody has gets a row',
    file: 'src/accounts/asking.ts',
    from: '    ...signInEmail(current, id),',
    to: "    ...(wish.email.startsWith('nobody') ? [] : signInEmail(current, id)),",
    test: security('T-14-enumeration'),
  },
  {
    name: 'an unknown Host is answered',
    file: 'src/web/host.ts',
    from: 'if (host === ours) return true',
    to: "if (host !== '') return true",
    test: security('T-15-host-and-headers'),
  },
  {
    name: 'links begin with what X-Forwarded-Host says',
    file: 'views/layout.tsx',
    from: '<title>{title}</title>',
    to: '<title>{title}</title><link rel="canonical" href="https://evil.example/" />',
    test: security('T-15-host-and-headers'),
  },
  {
    name: "the sender's name goes out as it was typed",
    file: 'src/notifications/compose.ts',
    from: 'senderName: line(current.organization.senderName),',
    to: 'senderName: current.organization.senderName,',
    test: security('T-15-host-and-headers'),
  },
  {
    name: 'an encoded slash may stand in a path',
    file: 'src/accounts/return-to.ts',
    from: '&& !/%(?:0|2f|5c)/i.test(pathname)',
    to: '',
    test: security('T-23-open-redirect'),
  },
  {
    name: 'where to go afterwards is not checked when it is used',
    file: 'src/accounts/arrive.ts',
    from: 'returnTo(signIn.returnTo, org) ?? href(paths.my, { org })',
    to: 'signIn.returnTo ?? href(paths.my, { org })',
    test: security('T-23-open-redirect'),
  },
  {
    name: 'where to go afterwards is not checked when it is asked',
    file: 'src/accounts/sign-in-routes.tsx',
    from: "  const next = returnTo(c.req.query('next'), current.organization.slug)",
    to: "  const next = c.req.query('next')",
    test: security('T-23-open-redirect'),
  },
  {
    name: 'a page of another site may change something',
    file: 'src/web/csrf.ts',
    from: "if (site !== undefined) return site === 'same-origin'",
    to: "if (site !== undefined) return site !== 'cross-site'",
    test: 'test/house/doors-kept-shut.test.ts',
  },
  {
    name: 'the chosen person need not have the address',
    file: 'src/accounts/arrival.ts',
    from: 'const person = owners.find(({ personId }) => personId === chosen) ?? only',
    to: "const person = owners.find(({ personId }) => personId === chosen) ?? only ?? (chosen?.startsWith('per_') ? ({ ...owners[0], personId: chosen } as Owner) : undefined)",
    test: 'test/accounts/one-mailbox.test.ts',
  },
]
