import type { HtmlEscapedString } from 'hono/utils/html'
import type { Words } from '../words/words.ts'

/** One state of a component, for the gallery and its axe test. */
export interface Example {
  title: string
  render: (words: Words) => HtmlEscapedString | Promise<HtmlEscapedString>
}
