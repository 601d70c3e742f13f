/** Reading a page as a test does: by the ids that the contract fixes. */

/** The element with this id, from its opening to its closing tag; throws when there is none. */
export function element(html: string, id: string): string {
  const opening = new RegExp(`<([a-z][\\w-]*)(?=[^>]*\\sid="${id.replace(/[^\w-]/g, '\\$&')}")[^>]*>`, 'i').exec(html)
  if (!opening) throw new Error(`There is no element with id "${id}" in:\n${html.slice(0, 2000)}`)
  const from = html.slice(opening.index)
  const tags = new RegExp(`<(/?)${opening[1]}\\b[^>]*?(/?)>`, 'gi')
  let depth = 0
  for (const tag of from.matchAll(tags)) {
    if (tag[1]) depth -= 1
    else if (!tag[2]) depth += 1
    if (depth === 0) return from.slice(0, tag.index + tag[0].length)
  }
  return opening[0]
}

/** An attribute of the element with this id (`data-effective`, `data-reason`); null when it has none. */
export function attributeOf(html: string, id: string, name: string): string | null {
  const [opening = ''] = /^<[^>]*>/.exec(element(html, id)) ?? []
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(opening)?.[1]
  return value === undefined ? null : plain(value)
}

/** The value of the first input named `field` inside the element with this id; throws when there is none. */
export function hidden(html: string, id: string, field: string): string {
  const input = new RegExp(`<input(?=[^>]*\\sname="${field}")[^>]*>`).exec(element(html, id))
  if (!input) throw new Error(`There is no input "${field}" in #${id}.`)
  return plain(/\svalue="([^"]*)"/.exec(input[0])?.[1] ?? '')
}

/** What a reader reads: the text without tags, white space folded. */
export const textOf = (html: string): string =>
  plain(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ' }
const plain = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => entities[entity] ?? entity)
