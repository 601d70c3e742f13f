/** A table of Markdown. A bar inside a cell would end it, so it is escaped. */
export const table = (head: string[], rows: string[][]): string => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')

export const generatedFrom = (source: string): string => `<!-- Generated from ${source} by \`npm run docs\`. Change the code, not this page. -->`

const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
