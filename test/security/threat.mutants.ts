import type { SecurityMutant } from './mutants.ts'

/** Ways to fall to the threats that are held for the whole portal at once (docs/threats.md). A door without its policy: `npm run mutate:policies`. */

const test = (name: string) => `test/security/${name}.test.ts`

export const threatMutants: SecurityMutant[] = [
  {
    name: 'threats: what is off for a client is open to her',
    file: 'src/door.tsx',
    from: 'const off = closedGate(current, routePath(c))',
    to: 'const off = current.now < 0 ? closedGate(current, routePath(c)) : null',
    test: test('T-04-deny-wins'),
  },
  {
    name: 'threats: a feed goes on after the account has ended',
    file: 'src/scheduling/feed-reading.ts',
    from: '  if (login.length > 0) return true\n',
    to: '  if (login.length >= 0) return true\n',
    test: test('T-07-secondary-views'),
  },
  {
    name: 'threats: a note is HTML',
    file: 'views/scheduling/request-row.tsx',
    from: '{note && <q>{note}</q>}',
    to: '{note && <q dangerouslySetInnerHTML={{ __html: note }} />}',
    test: test('T-18-stored-xss'),
  },
  {
    name: 'threats: pages may be kept by whoever is between',
    file: 'src/web/headers.ts',
    from: "'Cache-Control': 'private, no-store'",
    to: "'Cache-Control': 'max-age=60'",
    test: test('T-27-caches'),
  },
  {
    name: 'threats: a body of any length is read',
    file: 'src/app.tsx',
    from: 'maxSize: 64 * 1024',
    to: 'maxSize: 64 * 1024 * 1024',
    test: test('T-29-body-limit'),
  },
  {
    name: 'threats: a sealed text is bound to its kind, and to nobody',
    file: 'src/sealed.ts',
    from: 'iv: iv as Uint8Array<ArrayBuffer>, additionalData: bytes(`${version}|${place}`) }',
    to: 'iv: iv as Uint8Array<ArrayBuffer>, additionalData: bytes(version) }',
    and: {
      from: 'iv: fromBase64url(iv), additionalData: bytes(`${version}|${place}`) }',
      to: 'iv: fromBase64url(iv), additionalData: bytes(version) }',
    },
    test: test('T-34-sealed-texts'),
  },
  {
    name: 'threats: a moment in an address fails the page',
    file: 'src/settings/history-routes.tsx',
    from: '      z.transform((text) => text.slice(0, most)),',
    to: '      z.string().check(z.maxLength(most)),',
    test: test('T-20-sql-injection'),
  },
  {
    name: 'threats: refusals fill the audit',
    file: 'src/refusals.ts',
    from: 'count(*) <= ${mostRefusals.of}',
    to: 'count(*) <= 1000 + ${mostRefusals.of}',
    test: 'test/house/refusals.test.ts',
  },
  {
    name: "threats: an administrator reads the name of another practice's client",
    file: 'src/refusals.ts',
    from: "person: { ...person, name: '' }",
    to: 'person: { ...person }',
    test: 'test/house/refusals.test.ts',
  },
  {
    name: 'threats: what was written too long is lost',
    file: 'src/web/bad-form.tsx',
    from: 'problem?.typed[name]?.trim() || []',
    to: 'problem?.typed[name]?.slice(0, 5) || []',
    test: test('fuzz/kept'),
  },
]
