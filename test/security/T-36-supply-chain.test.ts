import { expect, test } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }
import manifest from '../../package.json' with { type: 'json' }

// T-36: what is installed is what was looked at. Which packages, and why: docs/decisions/006.

interface Package {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  link?: boolean
}
const packages = Object.entries(lock.packages as unknown as Record<string, Package>).filter(([path]) => path !== '')

/** Whose scripts run when they are installed; each brings or builds a program of its own. Nothing of the Worker itself is among them. */
const mayRunScripts = ['esbuild', 'workerd', 'node']

test('T-36 every version is pinned, without room for a newer one', () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
})

test('T-36 every package of the lock file has its hash', () => {
  expect(packages.length).toBeGreaterThan(100)
  for (const [path, { integrity, link }] of packages) {
    expect(link, path).toBeUndefined()
    expect(integrity, path).toMatch(/^sha512-[\w+/]{86}==$/)
  }
})

test('T-36 and comes from the registry: no lock names a place of its own, a repository or a folder', () => {
  for (const [path, { resolved }] of packages) if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/[^/]+\/.+\.tgz$/)
})

test('T-36 only packages of this list run something when they are installed', () => {
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.split('node_modules/').at(-1))
  for (const name of running) expect(mayRunScripts).toContain(name)
})
