// What may stand in the head of an e-mail (T-15). Every transport passes it, whatever its provider or its library checks as well.

/** Exactly one recipient: nothing that a header or a list of addresses is made of (T-15). */
export const isOneAddress = (address: string): boolean => /^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[\p{L}\p{N}.-]{1,190}$/u.test(address)

/** One line: without line breaks and control characters, also such as a mail client would only find in decoding an encoded word. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .replace(/\s+/g, ' ')
    .trim()

/** Every value one line. The names are ours. */
export const oneLineEach = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, oneLine(value)]))
