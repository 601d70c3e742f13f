import { filesIn, withoutComments } from './support.ts'

/** One import: what a file takes from where. Types vanish when the code runs. */
export interface Import {
  from: string
  to: string
  typeOnly: boolean
}

/** Every import of src/ and views/; ours with the path from the root, others by the package's name. */
export function importsOf(files: [path: string, text: string][] = filesIn('src/', 'views/')): Import[] {
  return files.flatMap(([from, text]) => {
    const code = withoutComments(text)
    const written = [...code.matchAll(/(?<![\w.])(?:import|export)\b(\s+type\b)?([^'"`;()=]*?)(?:\bfrom\s*)?(['"])([^'"]+)\3/g)]
    const called = [...code.matchAll(/(?<!typeof )\bimport\(\s*(['"])([^'"]+)\1\s*\)/g)].map(({ 2: target = '' }) => ({
      from,
      to: resolve(from, target),
      typeOnly: false,
    }))
    const stated = written.map(({ 1: type, 2: names = '', 4: target = '' }) => ({
      from,
      to: resolve(from, target),
      typeOnly: type !== undefined || onlyTypes(names),
    }))
    return [...stated, ...called]
  })
}

/** The runtime imports of every file. */
export function runtimeGraph(imports: Import[]): Map<string, string[]> {
  const running = Map.groupBy(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  )
  return new Map([...running].map(([from, all]) => [from, all.map(({ to }) => to)]))
}

/** Everything that a file brings along when it runs, itself left out. */
export function reach(graph: Map<string, string[]>, start: string): Set<string> {
  const seen = new Set<string>()
  const open = [...(graph.get(start) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(graph.get(next) ?? []))
  }
  return seen
}

/** The area a file belongs to: the folder below src/; '' for the files that belong to all. */
export const areaOf = (path: string): string => /^src\/(\w+)\//.exec(path)?.[1] ?? ''

const onlyTypes = (names: string): boolean => {
  const [, inner] = /^\s*\{([\s\S]*)\}\s*$/.exec(names) ?? []
  const list = inner?.split(',').filter((name) => name.trim() !== '') ?? []
  return list.length > 0 && list.every((name) => name.trim().startsWith('type '))
}

function resolve(from: string, target: string): string {
  if (!target.startsWith('.')) return target
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
