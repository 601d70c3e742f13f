import { execFile } from 'node:child_process'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Refusal, root } from '../quiet.ts'

/** The version that ran before the newest migration came, or the one that is named; and the migrations that came since. */
export async function beforeNewestMigration(named?: string): Promise<{ commit: string; migrations: string[] }> {
  const now = await migrationsAt('HEAD')
  const commit = await git('rev-parse', '--short', named ?? `${await bringerOf(now.at(-1) ?? '')}^`)
  const then = new Set(await migrationsAt(commit))
  return { commit, migrations: now.filter((name) => !then.has(name)) }
}

/** A folder with a version in it, and today's packages. */
export async function checkOut(commit: string, name: string): Promise<string> {
  const folder = join(root, '.portico/rollout', name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await unpack(commit, folder, [])
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** Gives a checked-out version the schema of another. */
export async function takeMigrationsFrom(commit: string, folder: string): Promise<void> {
  await rm(join(folder, 'migrations'), { recursive: true })
  await unpack(commit, folder, ['migrations'])
}

async function bringerOf(migration: string): Promise<string> {
  return git('log', '-1', '--no-renames', '--diff-filter=A', '--format=%H', '--', `migrations/${migration}`)
}

async function migrationsAt(commit: string): Promise<string[]> {
  const files = await git('ls-tree', '--name-only', commit, 'migrations/')
  return files
    .split('\n')
    .map((file) => file.replace('migrations/', ''))
    .filter((name) => name.endsWith('.sql'))
    .sort()
}

async function unpack(commit: string, folder: string, paths: string[]): Promise<void> {
  const archive = join(folder, 'version.tar')
  await git('archive', '--output', archive, commit, ...paths)
  await promisify(execFile)('tar', ['-xf', archive, '-C', folder])
  await rm(archive)
}

async function git(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: root }).catch((error: { stderr?: string }) => {
    throw new Refusal(`This needs the repository with its history. Git says: ${error.stderr?.trim() || String(error)}`)
  })
  return stdout.trim()
}
