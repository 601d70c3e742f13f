import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const page = textOf('docs/compliance.md')
const section = page.split(/^## /m).find((one) => one.startsWith('Agreements that are yours to have')) ?? ''
/** With whom, why, and what we know. */
const agreements = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

/** Whoever a binding of wrangler.toml brings in, as the page calls it; null: no binding, or nobody but the Worker's own host. */
const bindings: Record<string, string | null> = {
  assets: 'Workers',
  d1_databases: 'D1',
  'queues.producers': 'Queues',
  'queues.consumers': 'Queues',
  send_email: 'e-mail service',
  ratelimits: 'Workers',
  vars: null,
  triggers: null,
  alias: null,
  limits: null,
  dev: null,
}

/** Whom a package of the Worker talks to; null: nobody. */
const packages: Record<string, string | null> = {
  '@hono/zod-validator': null,
  '@simplewebauthn/server': null,
  'drizzle-orm': null,
  hono: null,
  'htmx.org': null,
  nodemailer: 'SMTP',
  otpauth: null,
  stripe: 'Stripe',
  'temporal-polyfill': null,
  uqr: null,
  zod: null,
}

/** Hosts that are written into the code. */
const hosts: Record<string, string | null> = { 'challenges.cloudflare.com': 'Turnstile', 'www.w3.org': null }

describe('RUN-3 docs/compliance.md is honest', () => {
  it.each(['the host', 'the e-mail', 'the payment provider', 'the backups'])('an agreement with %s is yours to have', (whom) => {
    const named = agreements.find(([who = '']) => who.includes(whom))
    expect(named).toHaveLength(3)
    expect(named?.every((cell) => cell.length > 5)).toBe(true)
  })

  it('nothing of the deployment, of what is installed or of the code talks to somebody whom the page does not name', () => {
    const tables = [...textOf('wrangler.toml').matchAll(/^\[+([\w.]+)\]+/gm)].map(([, name = '']) => name)
    const { dependencies } = JSON.parse(textOf('package.json')) as { dependencies: object }
    const found: [where: string, what: string, whom: string | null | undefined][] = []
    found.push(...[...new Set(tables)].map((one): (typeof found)[number] => ['wrangler.toml', one, bindings[one]]))
    found.push(...Object.keys(dependencies).map((one): (typeof found)[number] => ['package.json', one, packages[one]]))
    found.push(...hostsInCode().map((one): (typeof found)[number] => ['src', one, hosts[one]]))
    expect(found.filter(([, , whom]) => whom === undefined)).toEqual([])
    const said = agreements.flat().join(' ')
    expect(found.filter(([, , whom]) => whom && !said.includes(whom))).toEqual([])
  })

  it('whoever asks something of the network has a host in the list', () => {
    const asking = worker().filter(([, text]) =>
      /(?<![.\w])fetch\(`?(?!request)/.test(text.replace(/\basync fetch\(|\bfetch\(request, env/g, '')),
    )
    expect(asking.map(([path]) => path)).toEqual(['src/accounts/turnstile.ts'])
  })

  it('it says first that Portico makes nobody compliant, and no page says otherwise', () => {
    expect(page.split('\n').find((line) => line.startsWith('**'))).toMatch(/^\*\*Portico makes nobody compliant\.\*\*/)
    expect(section).toMatch(/Without one: no real client/)
    const claims = ['README.md', ...globSync('docs/*.md', { cwd: root })].flatMap((path) =>
      textOf(path)
        .split(/(?<=[.:])\s/)
        .filter((sentence) => /HIPAA[- ]compliant|HIPAA[- ]certified|\bwe sign a (BAA|business associate)/i.test(sentence))
        .filter((sentence) => !/is wrong|nobody/.test(sentence))
        .map((sentence) => `${path}: ${sentence}`),
    )
    expect(claims).toEqual([])
  })

  it('it says what was not done: no audit, no certificate, no Part 2, no erasure', () => {
    for (const gap of [
      /Nobody has audited or certified it/,
      /42 CFR Part 2\s+\*\*Not supported/,
      /no function that erases/,
      /No penetration test/,
    ])
      expect(page).toMatch(gap)
  })
})

/** What runs in production: not the commands, and not what only development has. */
function worker(): [path: string, text: string][] {
  return globSync('{src,views}/**/*.{ts,tsx}', { cwd: root })
    .filter((path) => !/^src\/(commands|dev)\/|\.examples\.tsx$/.test(path))
    .map((path) => [path, textOf(path)])
}

function hostsInCode(): string[] {
  const all = worker().flatMap(([, text]) => [...text.matchAll(/https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)].map(([, host = '']) => host))
  return [...new Set(all)].filter((host) => !/\.(example|invalid|test)$/.test(host))
}
