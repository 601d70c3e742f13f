/** "Pereira, Ana" in lower case: what lists are ordered by. A single word stands alone. */
export function sortNameOf(name: string): string {
  const words = name.toLowerCase().split(/\s+/).filter(Boolean)
  return words.length < 2 ? (words[0] ?? '') : `${words.at(-1)}, ${words.slice(0, -1).join(' ')}`
}
