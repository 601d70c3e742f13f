/** A statement as the portal sent it. */
export interface Statement {
  sql: string
  params: (string | number | null)[]
}

/** What the bare worker does for a route: the portal's own batches, and an answer of the same size. */
export interface Script {
  batches: Statement[][]
  size: number
}

/** What was particular to the recorded request, to be put in anew for every other one. Times are epoch ms. */
export interface Particulars {
  start?: number
  version?: number
  texts?: Record<string, string>
}

const minute = 60_000

/** Turns what a recorded request had to itself into marks: `{start+0}`, `{version+1}`, `{fresh 0}`, and the texts by their names. */
export function scriptOf(batches: Statement[][], size: number, { start, version, texts = {} }: Particulars): Script {
  const fresh: string[] = []
  const textMarks = (value: string) => {
    const named = Object.entries(texts).reduce((text, [name, was]) => text.replaceAll(was, `{${name}}`), value)
    return named.replace(
      /\b(apt|out|ntc|not|new)_[\w-]{22}/g,
      (id) => `{fresh ${fresh.includes(id) ? fresh.indexOf(id) : fresh.push(id) - 1}}`,
    )
  }
  const numberMark = (value: number) => {
    if (start !== undefined && Math.abs(value - start) < 1440 * minute) return `{start${plus(value - start)}}`
    if (version !== undefined && (value === version || value === version + 1)) return `{version${plus(value - version)}}`
    return value
  }
  const marked = (value: string | number | null) =>
    typeof value === 'string' ? textMarks(value) : value === null ? null : numberMark(value)
  return { batches: batches.map((batch) => batch.map(({ sql, params }) => ({ sql, params: params.map(marked) }))), size }
}

/** The parameters of one replay: every mark filled in from the form. */
export function filledIn(params: Statement['params'], fields: Record<string, string>, fresh: string[]): Statement['params'] {
  return params.map((value) => {
    if (typeof value !== 'string' || !value.includes('{')) return value
    const [, name, more] = /^\{(start|version)([+-]\d+)\}$/.exec(value) ?? []
    if (name) return Number(fields[name]) + Number(more)
    return value.replace(/\{(\w+)(?: (\d+))?\}/g, (mark, field: string, at?: string) =>
      at ? (fresh[Number(at)] ??= crypto.randomUUID()) : (fields[field] ?? mark),
    )
  })
}

const plus = (n: number): string => (n < 0 ? String(n) : `+${n}`)
