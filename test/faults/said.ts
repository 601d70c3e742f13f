/** What people write into forms while the use cases are played: words that are nowhere else, so that a leak is found by looking. */
export function said(what: 'name' | 'email' | 'note' | 'message' | 'invitation'): string {
  const word = `zq${what}${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`
  words.push(word)
  return what === 'email' ? `${word}@new.example` : word
}

/** Every word that was said since the last look. */
export const words: string[] = []
