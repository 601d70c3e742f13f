/**
 * A table as a file for a spreadsheet: UTF-8 with its mark, lines ended as RFC 4180 says, every cell quoted. What a spreadsheet
 * would run as a formula gets an apostrophe before it, also behind blanks and quotes (T-22).
 */
export const csv = (rows: string[][]): string => `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`

const cell = (text: string): string => `"${(isFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`
const isFormula = (text: string): boolean => /^[\s"'\u200B]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20\u2212]/.test(text)
