import fc from 'fast-check'

// Input that no page of ours sends: what a broken program, a curious person or a scanner would.

/** A request as it goes over the wire; what is undefined is as the form has it. */
export interface Mess {
  segment: { which: number; text: string } | null
  query: string
  fields: { which: number; name: string | null; values: string[] }[]
  raw: { type: string; body: string | number[] } | null
  headers: Record<string, string>
  htmx: boolean
}

const long = (letter: string, times: number) => letter.repeat(times)

/** Texts that have broken programs before. */
const notorious = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '99999999999999999999',
  '2147483648',
  '1.5',
  'true',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '[]',
  '{}',
  '[object Object]',
  '${7*7}',
  '{{7*7}}',
  "' OR '1'='1",
  "'; DROP TABLE clients; --",
  '" onmouseover="alert(1)',
  '<script>alert(1)</script>',
  '<!--',
  ']]>',
  '%',
  '%%',
  '%s%n',
  '_',
  '\\',
  '../../etc/passwd',
  '..\\..',
  '/',
  '//',
  '?',
  '#',
  ';',
  '&',
  '=',
  '+',
  '\u0000',
  '\n',
  '\r\nBcc: thief@else.example',
  '\t',
  '\u001b[31m',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '🙂',
  '👩‍👩‍👧‍👦',
  'Ω≈ç√∫',
  'ﷺ',
  'İ',
  'ß',
  'ı',
  long('é', 300),
  long('x', 3000),
  long('🙂', 500),
  long('(', 400),
  long('a,', 900),
  long('-', 5000),
  '2026-13-45',
  '0000-00-00',
  '2026-02-30',
  '9999-12-31',
  '-2026-01-01',
  '2026-12-08T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  '24:00',
  '99:99',
  '00:00:00',
  '3-840',
  '9-9999',
  '7-',
  'a@b',
  'a@b.c@d',
  '"a b"@c.d',
  `${long('a', 300)}@b.example`,
)
const text = fc.oneof(
  { weight: 3, arbitrary: notorious },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
)

/** What a URL or a header can carry: bytes, not characters. */
const wire = fc.oneof(
  text.map(encodeLoosely),
  fc.constantFrom(
    '%',
    '%zz',
    '%ff',
    '%c0%af',
    '%00',
    '%2e%2e%2f',
    '%252e',
    '%u0041',
    '%ed%a0%80',
    '..',
    '.',
    ';a=b',
    '*',
    long('a', 1500),
    long('%41', 400),
  ),
)
function encodeLoosely(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return '%ed%a0%80' // half a surrogate pair, as no encoder writes it
  }
}

const headerText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '*',
    ',',
    ';q=',
    'es;q=9',
    'es',
    'partial',
    'full',
    'true',
    'false',
    '{}',
    '"',

    long('a', 4000),
    long('en,', 600),
    '\t',
    'null',
    '-1',
    '127.0.0.1',
    '::',
    '999.1.1.1',
    'fe80::1%eth0',
    "'",
  ),
  fc.string({ unit: fc.constantFrom(...Array.from({ length: 94 }, (_, at) => String.fromCharCode(at + 33))), maxLength: 60 }),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'Accept',
    'Accept-Language',
    'Accept-Encoding',
    'HX-Request',
    'HX-Request-Type',
    'HX-Target',
    'HX-Trigger',
    'HX-Current-URL',
    'HX-Boosted',
    'Referer',
    'User-Agent',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-HTTP-Method-Override',
    'CF-Connecting-IP',
    'If-None-Match',
    'If-Modified-Since',
    'Range',
    'Authorization',
    'X-Request-Id',
    'Cookie-More',
    'Content-Language',
    'Priority',
    'Sec-Purpose',
  ),
  headerText,
  { maxKeys: 4 },
)

const types = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary=',
  'application/json',
  'text/plain',
  'text/xml',
  '',
  'a',
  'application/x-www-form-urlencoded, application/json',
]
const bodies = fc.oneof(
  fc.constantFrom(
    '',
    '&',
    '=',
    '&&==&',
    '%',
    'a=%',
    'a=%ff',
    'a=%c3%28',
    '{',
    '{"a":',
    '[[[[',
    'null',
    '"',
    '--x\r\n\r\n',
    '--x--',
    '--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n1\r\n--x--',
    '--x\r\nContent-Disposition: form-data; name="note"; filename="a.exe"\r\n\r\nMZ\r\n--x--',
    'version=1&version=2&version=3',
    '__proto__[a]=1&constructor[prototype][a]=1',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    long('a=1&', 4000),
    `a=${long('x', 66_000)}`,
    long('%00', 500),
  ),
  fc.array(fc.nat(255), { maxLength: 80 }),
)

/** What pages ask for in their query. */
const asked = [
  'from',
  'at',
  'therapist',
  'service',
  'forum',
  'next',
  'after',
  'filter',
  'q',
  'k',
  'date',
  'day',
  'client',
  'view',
  'setting',
  'find',
  'where',
  'time',
  'every',
  'count',
  'seen',
  'form',
  'key',
  'person',
  'who',
  'page',
  'month',
  'week',
]

export const messes: fc.Arbitrary<Mess> = fc.record({
  segment: fc.option(fc.record({ which: fc.nat(9), text: wire }), { freq: 1 }),
  query: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: wire },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...asked), wire), { maxLength: 4 })
        .map((all) => all.map((pair) => pair.join('=')).join('&')),
    },
  ),
  fields: fc.array(
    fc.record({ which: fc.nat(12), name: fc.option(text, { freq: 6 }), values: fc.array(text, { minLength: 0, maxLength: 3 }) }),
    { maxLength: 4 },
  ),
  raw: fc.option(fc.record({ type: fc.constantFrom(...types), body: bodies }), { freq: 5 }),
  headers,
  htmx: fc.boolean(),
})
