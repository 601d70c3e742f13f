import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIfStale } from '../../src/commands/bundle.ts'
import { freePort } from '../../src/commands/ports.ts'
import { root } from '../../src/commands/quiet.ts'
import { spawnPortal, type SpawnedPortal } from '../../src/commands/spawned.ts'
import type { Arrived } from '../support/smtp/scenarios.ts'
import { startSmtpServers, type SmtpPorts } from '../support/smtp/servers.ts'

// The production bundle as it is deployed, with SMTP configured: by its own queue to a real server.

let ports: SmtpPorts
let folder: string
let portal: SpawnedPortal

beforeAll(async () => {
  await buildIfStale('production')
  const smtp = await startSmtpServers()
  ports = smtp.ports
  folder = await mkdtemp(join(tmpdir(), 'portico-smtp-'))
  process.env['NODE_EXTRA_CA_CERTS'] = smtp.authorityFile
  const server = { SMTP_HOST: 'localhost', SMTP_PORT: String(ports.starttls), SMTP_USER: 'takes-it', SMTP_PASSWORD: 'right-password' }
  const bindings = { EMAIL_TRANSPORT: 'smtp', ...server }
  portal = await spawnPortal({ bundle: 'production', port: await freePort(), persistTo: folder, bindings, cron: false })
}, 120_000)

afterAll(async () => {
  await portal?.stop()
  delete process.env['NODE_EXTRA_CA_CERTS']
  await rm(folder, { recursive: true, force: true })
})

async function arrived(): Promise<Arrived[]> {
  for (let i = 0; i < 150; i++) {
    const found: Arrived[] = await (await fetch(`http://127.0.0.1:${ports.arrived}/takes-it`)).json()
    if (found.length > 0) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return []
}

test('NOT-22 an administrator of a new practice asks for a code, and it leaves by SMTP', async () => {
  const said = ['--name', 'Elm Practice', '--zone', 'America/New_York', '--phone', '+12125550100']
  const admin = ['--admin-email', 'ada@elm.example', '--admin-name', 'Ada Elm']
  await promisify(execFile)(process.execPath, ['src/commands/org.ts', 'create', 'elm', ...said, ...admin, '--data', folder], { cwd: root })
  const form = new URLSearchParams({ email: 'ada@elm.example' })
  const answer = await fetch(`${portal.url}/elm/login`, { method: 'POST', body: form, headers: { Origin: portal.url }, redirect: 'manual' })
  expect(answer.status).toBe(303)
  const [mail, ...more] = await arrived()
  expect([mail?.to, more]).toEqual([['ada@elm.example'], []])
  const parsed = await PostalMime.parse(mail?.raw ?? '')
  expect(parsed).toMatchObject({ from: { address: 'no-reply@portal.example' }, subject: 'Your sign-in code' })
  expect(parsed.messageId).toMatch(/^<out_[\w-]{22}@portal\.example>$/)
  expect(parsed.text).toMatch(/\b\d{6}\b/)
}, 60_000)

test('NOT-21 T-31 without a secret nobody can tell it what became of an e-mail', async () => {
  expect((await fetch(`${portal.url}/hooks/email`, { method: 'POST', body: '{}' })).status).toBe(404)
})
