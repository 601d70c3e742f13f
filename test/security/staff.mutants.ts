import type { SecurityMutant } from './mutants.ts'

/** Ways to let somebody take a place at a practice, or keep one, that is not hers (T-05, T-10, T-16). */

const test = (name: string): string => `test/${name}.test.ts`
const members = 'src/accounts/members.ts'
const [massAssignment, guessable] = [test('security/T-05-mass-assignment'), test('security/T-10-guessable-links')]
const [inviting, roles, leaving] = [test('accounts/invite-staff'), test('accounts/staff-roles'), test('accounts/deactivated-staff')]

export const staffMutants: SecurityMutant[] = [
  {
    name: 'an offer is written from whatever its form holds',
    file: 'src/accounts/staff-routes.tsx',
    from: '.object({ name: personName, email: emailAddress,',
    to: '.looseObject({ name: personName, email: emailAddress,',
    test: massAssignment,
  },
  {
    name: 'a therapist may do what an administrator may',
    file: 'src/policies.ts',
    from: 'judge: staffVerdict(({ administrator }) => administrator),',
    to: 'judge: staffVerdict(({ administrator, therapist }) => administrator || therapist),',
    test: massAssignment,
  },
  {
    name: 'a code is asked for with any intent',
    file: 'src/accounts/sign-in-routes.tsx',
    from: "sharedComputer: shared === '1', ...intent })",
    to: "sharedComputer: shared === '1', ...intent, ...('intent_kind' in (await fieldsOf(c)) && { intent: { kind: 'step_up', id: 'per_dana' } }) })",
    test: massAssignment,
  },
  { name: 'tokens of 64 bits', file: 'src/tokens.ts', from: '(bytes = 32)', to: '(bytes = 8)', test: guessable },
  { name: 'ids of 32 bits', file: 'src/db.ts', from: '_${randomToken(16)}`', to: '_${randomToken(4)}`', test: guessable },
  {
    name: "an offer's link is made without the secret",
    file: 'src/accounts/sign-in-secrets.ts',
    from: "base64url(await derive(secret, 'staff invitation', invitationId))",
    to: "base64url(await derive(secret && 'portico', 'staff invitation', invitationId))",
    test: guessable,
  },
  {
    name: 'two administrators can demote each other',
    file: members,
    from: 'SELECT count(*) >= 1 FROM staff s',
    to: 'SELECT count(*) >= 0 FROM staff s',
    test: roles,
  },
  {
    name: 'the last administrator is asked instead of refused',
    file: members,
    from: "  if (steppingDown && member.otherAdministrators === 0) return 'last_administrator'\n",
    to: '',
    test: roles,
  },
  {
    name: 'who is no therapist any more keeps her seat',
    file: members,
    from: 'subscribedAt: therapist ? member.subscribedAt : null,',
    to: 'subscribedAt: member.subscribedAt,',
    test: roles,
  },
  {
    name: 'roles are changed without a step-up',
    file: 'src/accounts/staff-routes.tsx',
    from: 'door(administrators, { ...oneMember, stepUp: true }),\n  form(roles,',
    to: 'door(administrators, oneMember),\n  form(roles,',
    test: roles,
  },
  {
    name: 'the offers of an administrator outlive her administration',
    file: members,
    from: 'more: member.administrator && !administrator ? endOffersOf(current, member.personId) : [],',
    to: 'more: [],',
    test: roles,
  },
  {
    name: 'a change can be undone for a minute',
    file: 'src/accounts/member-file.ts',
    from: 'now - lastChange.at > undoFor',
    to: 'now - lastChange.at > 6 * undoFor',
    test: roles,
  },
  {
    name: 'who is deactivated stays signed in',
    file: members,
    from: '.set({ endedAt: now })',
    to: '.set({ lastSeenAt: now })',
    test: leaving,
  },
  {
    name: 'who is deactivated is signed out everywhere',
    file: members,
    from: 'eq(sessions.organizationId, organization.id), ',
    to: '',
    test: leaving,
  },
  {
    name: 'the offers of who is deactivated go on',
    file: members,
    from: '    more: [...endOffersOf(current, member.personId)],',
    to: '    more: [],',
    test: leaving,
  },
  {
    name: 'an offer is for whoever is signed in',
    file: 'src/accounts/work-acceptance.ts',
    from: "  if (person.email !== offer.email) return 'somebody_else'\n",
    to: '',
    test: inviting,
  },
  {
    name: 'the code of an offer goes where its form says',
    file: 'src/accounts/team-routes.tsx',
    from: "{ email: offer.email, intent: { kind: 'staff_invitation', id: offer.id } }",
    to: "{ email: String((await c.req.parseBody()).email ?? offer.email), intent: { kind: 'staff_invitation', id: offer.id } }",
    test: inviting,
  },
  {
    name: 'an offer that was taken back still opens',
    file: 'src/accounts/work-acceptance.ts',
    from: 'offer.revokedAt !== null || ',
    to: '',
    test: inviting,
  },
  {
    name: 'an offer that was taken back is taken up with a code that was sent before',
    file: 'src/accounts/proof-queries.ts',
    from: 'stillOpen(staffInvitations, now)',
    to: 'stillOpen({ ...staffInvitations, revokedAt: sql`NULL` } as never, now)',
    and: {
      file: 'src/accounts/staff-joining.ts',
      from: 'stillOpen(staffInvitations, now)',
      to: 'stillOpen({ ...staffInvitations, revokedAt: sql`NULL` } as never, now)',
    },
    test: inviting,
  },
]
