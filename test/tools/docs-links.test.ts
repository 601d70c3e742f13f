import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

const pages = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true }).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)
const textOf = (page: string) => readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```/gms, '')
/** Pages that promise something of the code: every file they point to is there. Decisions may speak of what is gone. */
const promises = ['docs/deploy.md', 'docs/operations.md', 'docs/compliance.md', 'docs/SECURITY.md', 'docs/development.md']

describe('docs', () => {
  it('every link leads to a page or picture that is there, and to a heading of it', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !leads(page, link))
        .map((link) => `${page}: ${link}`),
    )
    expect(broken).toEqual([])
  })

  it('pages that promise something point to code and tests that are there', () => {
    const missing = promises.flatMap((page) =>
      filesOf(page)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${page}: ${path}`),
    )
    expect(missing).toEqual([])
  })

  it('a command that a page tells to run is one', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    const unknown = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/npm run ([a-z][a-z:-]*[a-z])/g)]
        .map(([, name = '']) => name)
        .filter((name) => !scripts[name])
        .map((name) => `${page}: ${name}`),
    )
    expect(unknown).toEqual([])
  })
})

function linksOf(page: string): string[] {
  const text = textOf(page)
  return [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
}

function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : normalize(join(dirname(page), path))
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchorsOf(target).includes(anchor)
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Files in code quotes, such as `src/door.tsx`; a star stands for anything, so only the folder before it is looked at. */
function filesOf(page: string): string[] {
  return [...textOf(page).matchAll(/`((?:src|test|views|migrations|bench|docs)\/[^`\s]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !/[<{…]|\.\.\./.test(path))
    .map((path) => (path.includes('*') ? dirname(path.slice(0, path.indexOf('*') + 1)) : path))
}
