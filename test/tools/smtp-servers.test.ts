import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

it('RUN-1 the SMTP servers of the tests leave nothing behind: their certificates go with the process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-left-'))
  const script = `const { startSmtpServers } = await import('./test/support/smtp/servers.ts')
    const { authorityFile } = await startSmtpServers()
    console.log((await import('node:fs')).readFileSync(authorityFile, 'utf8').slice(0, 27))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    encoding: 'utf8',
  })
  expect(stdout, stderr).toBe('-----BEGIN CERTIFICATE-----\n')
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
