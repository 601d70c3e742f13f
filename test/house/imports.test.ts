import { describe, expect, test } from 'vitest'
import { areaOf, importsOf, reach, runtimeGraph, type Import } from './imports.ts'
import { domainMeetsHttp, groundFloor, mutual, pureRules, viewsNearTheDatabase } from './imports.data.ts'
import { filesIn, sources, withoutComments } from './support.ts'

const imports = importsOf()
const running = imports.filter(({ typeOnly }) => !typeOnly)
const graph = runtimeGraph(imports)
const named = ({ from, to }: Import): string => `${from} -> ${to}`
const reviewed = (list: Record<string, string>): string[] => Object.keys(list).toSorted()
const unique = (list: string[]): string[] => [...new Set(list)].toSorted()

const isView = (path: string) => path.startsWith('views/')
const isDevelopment = (path: string) => path.startsWith('src/dev/') || path === 'src/dev.ts' || path.startsWith('src/commands/')
const isDoor = (path: string) => /(^|[-/])routes\.tsx$/.test(path)
const isDatabase = (path: string) =>
  path === 'src/db.ts' || path === 'src/audit.ts' || path.startsWith('drizzle-orm') || path.endsWith('schema.ts')
const isHono = (path: string) => path === 'hono' || path.startsWith('hono/') || path.startsWith('@hono/')

describe('who may import whom (design/house.md)', () => {
  test('every import of ours leads to a file', () => {
    const ours = imports.filter(({ to }) => /^(src|views)\//.test(to))
    expect(ours.length).toBeGreaterThan(300)
    expect(unique(ours.filter(({ to }) => !sources[to]).map(named))).toEqual([])
  })

  test('the domain knows neither Hono nor views: its routes do', () => {
    const domain = running.filter(({ from }) => areaOf(from) !== '' && !isDevelopment(from) && areaOf(from) !== 'web' && !isDoor(from))
    expect(unique(domain.filter(({ to }) => isHono(to) || isView(to)).map(named))).toEqual(reviewed(domainMeetsHttp))
  })

  test.each(pureRules)('the rule %s knows no database, no clock, no chance', (rule) => {
    expect(sources[rule]).toBeDefined()
    const forbidden = (path: string) =>
      isDatabase(path) || isHono(path) || ['src/clock.ts', 'src/env.ts', 'src/tokens.ts', 'cloudflare:workers'].includes(path)
    expect((graph.get(rule) ?? []).filter(forbidden)).toEqual([])
    // A declaration may hold the SQL that counts what is in flight (SET-7): a rule reads declarations, it does not count.
    expect([...reach(graph, rule)].filter((path) => forbidden(path) && path !== 'drizzle-orm')).toEqual([])
    expect(withoutComments(sources[rule] as string)).not.toMatch(/Date\.now|new Date\(\)|performance\.|Math\.random|crypto\.|Temporal\.Now/)
  })

  test('views never ask: no database, no schema, no query', () => {
    const near = running.filter(({ from, to }) => isView(from) && (isDatabase(to) || (graph.get(to) ?? []).some(isDatabase)))
    expect(unique(near.map(named))).toEqual(reviewed(viewsNearTheDatabase))
    expect(unique(running.filter(({ from, to }) => isView(from) && isDoor(to)).map(named))).toEqual([])
  })

  test('web, db, audit and paths know no area', () => {
    const ground = running.filter(({ from }) => /^src\/(web\/|db|audit|paths)/.test(from))
    const up = ground.filter(
      ({ to }) => isView(to) || (areaOf(to) !== '' && areaOf(to) !== 'web') || to === 'src/door.tsx' || to === 'src/app.tsx',
    )
    expect(unique(up.map(named))).toEqual(reviewed(groundFloor))
  })

  test('src/dev is reached from dev.ts and nowhere else; commands from nowhere', () => {
    const into = imports.filter(({ from, to }) => /^src\/(dev|commands)\//.test(to) && !isDevelopment(from))
    expect(into.map(named)).toEqual([])
    expect([...reach(graph, 'src/worker.ts')].filter((path) => isDevelopment(path))).toEqual([])
  })

  test("nobody calls another area's doors or jobs: app.tsx, schedule.ts and the Worker do", () => {
    const foreign = running.filter(({ from, to }) => areaOf(from) !== '' && areaOf(from) !== areaOf(to) && !isDevelopment(from))
    expect(foreign.filter(({ to }) => isDoor(to) || to.endsWith('/jobs.ts')).map(named)).toEqual([])
  })

  test('no cycles at runtime, file by file', () => {
    const inCycle = [...graph.keys()].filter((path) => !path.startsWith('src/commands/') && reach(graph, path).has(path))
    expect(inCycle).toEqual([])
  })

  test('areas that need each other are reviewed', () => {
    const pairs = running.filter(({ from }) => !isDevelopment(from)).map(({ from, to }) => [areaOf(from), areaOf(to)])
    const both = pairs.filter(([a, b]) => a && b && a < b && pairs.some(([c, d]) => c === b && d === a)).map(([a, b]) => `${a} + ${b}`)
    expect(unique(both)).toEqual(reviewed(mutual))
  })
})

describe('the reading of imports is proven', () => {
  const read = (text: string) => importsOf([['src/area/file.ts', text]]).map(({ to, typeOnly }) => [to, typeOnly])

  test.each([
    ["import { a } from '../db.ts'", [['src/db.ts', false]]],
    ["import type { A } from './x.ts'", [['src/area/x.ts', true]]],
    ["import { type A, type B } from './x.ts'", [['src/area/x.ts', true]]],
    ["import { type A, b } from './x.ts'", [['src/area/x.ts', false]]],
    ["import {\n  a,\n  b,\n} from '../../views/x.tsx'", [['views/x.tsx', false]]],
    ["import * as z from 'zod'", [['zod', false]]],
    ["import './x.ts'", [['src/area/x.ts', false]]],
    ["export { a } from './x.ts'", [['src/area/x.ts', false]]],
    ["export type { A } from './x.ts'", [['src/area/x.ts', true]]],
    ["const a = await import('./x.ts')", [['src/area/x.ts', false]]],
    ["type A = typeof import('./x.ts')", []],
    ["// import { a } from './x.ts'", []],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test('a cycle of three is found', () => {
    const text = (to: string) => `import { a } from './${to}.ts'`
    const small = runtimeGraph(
      importsOf([
        ['src/x/a.ts', text('b')],
        ['src/x/b.ts', text('c')],
        ['src/x/c.ts', text('a')],
      ]),
    )
    expect(reach(small, 'src/x/a.ts').has('src/x/a.ts')).toBe(true)
  })

  test('nothing was left out', () => {
    const lines = filesIn('src/', 'views/').flatMap(
      ([, text]) => withoutComments(text).match(/^(?:import|export)\b.*\bfrom '|^} from '|^import '/gm) ?? [],
    )
    expect(imports.length).toBeGreaterThanOrEqual(lines.length)
  })
})
