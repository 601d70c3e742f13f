/** The message of an invitation (ACC-20): plain text with a few fixed placeholders, filled in when it is sent. Pure. */

/** What can stand in braces, and nothing else. */
export const placeholders = ['first_name', 'practice', 'phone'] as const
export type Placeholder = (typeof placeholders)[number]
export type Filling = Record<Placeholder, string>

export const mostOfMessage = 2000

/** What stands in braces and is no placeholder, as it was typed; a brace that opens or closes nothing counts, too. */
export function strangers(message: string): string[] {
  const found = message.match(/\{[^{}]*\}|[{}]/g) ?? []
  return [...new Set(found.filter((piece) => !isPlaceholder(piece.slice(1, -1))))]
}

/** The message's lines with the placeholders filled in, once: what is filled in is never looked at again. */
export function linesOf(message: string, filling: Filling): string[] {
  const filled = message.replace(/\{([^{}]*)\}/g, (piece, name: string) => (isPlaceholder(name) ? filling[name] : piece))
  return filled
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const isPlaceholder = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name)
