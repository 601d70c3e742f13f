import { randomToken } from '../tokens.ts'

/** A key for a new form: not a secret, only never used before. 96 bits in 16 letters: a page of forms has many, and nothing packs them. */
export const newKey = (): string => randomToken(12)
