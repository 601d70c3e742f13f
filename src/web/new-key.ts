/** A key for a new form: not a secret, only never used before. */
export const newKey = (): string => crypto.randomUUID()
