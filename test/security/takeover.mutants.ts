import type { SecurityMutant } from './mutants.ts'

/** Ways to take a client's record over by an invitation (T-08). */

const test = 'test/security/T-08-takeover.test.ts'
const inviting = 'test/accounts/invite-clients.test.ts'
const proof = 'src/accounts/proof-queries.ts'
const acceptance = 'src/accounts/invitation-acceptance.ts'

export const takeoverMutants: SecurityMutant[] = [
  {
    name: 'whoever has the link of an invitation says which address gets the code',
    file: 'src/accounts/invite-routes.tsx',
    from: '{ email: invited.email, intent:',
    to: '{ email: String((await c.req.parseBody()).email ?? invited.email), intent:',
    test,
  },
  {
    name: 'who is signed in with another address takes an invitation up',
    file: acceptance,
    from: "if (person.email !== invited.email) return 'somebody_else'",
    to: "if (person.email === 'nobody') return 'somebody_else'",
    and: { from: '[stillHers(current, invited.email), ...acceptInvitation', to: '[...acceptInvitation' },
    test,
  },
  {
    name: 'an invitation still opens the record when its address on file has changed',
    file: acceptance,
    from: ' AND coalesce(c.safe_email, c.email) = "invitations"."email"',
    to: '',
    and: { file: proof, from: '          eq(writtenTo, invitations.email),\n', to: '' },
    test: inviting,
  },
  {
    name: 'an invitation that is revoked still works with a code that was sent before',
    file: acceptance,
    from: '          stillOpen(invitations, now),\n',
    to: '          stillOpen({ ...invitations, revokedAt: sql`NULL` } as never, now),\n',
    and: {
      file: proof,
      from: '          stillOpen(invitations, now),\n',
      to: '          stillOpen({ ...invitations, revokedAt: sql`NULL` } as never, now),\n',
    },
    test: inviting,
  },
]
