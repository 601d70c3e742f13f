/// <reference types="vite/types/importMeta.d.ts" />
import { db } from '../support/portal.ts'

/** Every source file of the portal as text, by its path from the root: `src/db.ts`, `views/frames.tsx`. */
export const sources: Record<string, string> = fromRoot({
  ...import.meta.glob<string>('../../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../views/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
})

/** The files of some folders, as entries. */
export const filesIn = (...folders: string[]): [path: string, text: string][] =>
  Object.entries(sources).filter(([path]) => folders.some((folder) => path.startsWith(folder)))

/** A source as the machine reads it: comments blanked out, so that a rule is about code and not about prose. Offsets stay. */
export function withoutComments(text: string): string {
  const pieces = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return text.replace(pieces, (piece) => (/^\/[/*]/.test(piece) ? piece.replace(/[^\n]/g, ' ') : piece))
}

/** The text from an opening bracket to the one that closes it, both included. */
export function bracketed(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at] as string)) depth += 1
    if (')]}'.includes(text[at] as string)) depth -= 1
    if (depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

/** The names of our tables in the real database: not what SQLite, D1 and its migrations keep for themselves. */
export async function tableNames(): Promise<string[]> {
  const all =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations'"
  const { results } = await db().prepare(`${all} ORDER BY name`).all<{ name: string }>()
  return results.map(({ name }) => name)
}

/** Which columns a look at the portal may move: when a session and a client's account were last used (ACC-5, SET-42), and how often a link was come by (LNK-1 to LNK-3). */
const useIsNoted: Record<string, string> = { sessions: 'last_seen_at', client_logins: 'last_seen_at', shortcut_links: 'visits' }

/** The tables that are not what they were. Names only: a difference of whole tables says nothing to its reader. */
export const changed = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(after).filter((name) => before[name] !== after[name])

/** Everything the database holds, table by table, as text. */
export async function everything(names: string[]): Promise<Record<string, string>> {
  const tables = await db().batch<Record<string, unknown>>(names.map((name) => db().prepare(`SELECT * FROM ${name}`)))
  return Object.fromEntries(
    tables.map(({ results }, i) => {
      const name = names[i] as string
      return [name, JSON.stringify(results.map((row) => ({ ...row, ...(useIsNoted[name] && { [useIsNoted[name]]: 0 }) })))]
    }),
  )
}

function fromRoot(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('../../', ''), text]))
}
