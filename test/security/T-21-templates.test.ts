import { describe, expect, test } from 'vitest'
import { filesIn, withoutComments } from '../house/support.ts'

// T-21: nothing that a person wrote is ever a template, a tag, a style, an event or a script (CVE-2026-44455, 44458, 29085). The linter says it
// as one writes (test/tools/bans.test.ts); this says it of what there is.

const code = filesIn('src/', 'views/').filter(([path]) => !/^src\/(commands|dev)\//.test(path))
const inMail = (path: string) => path.startsWith('views/emails/')

describe('T-21 no page or e-mail is made of text', () => {
  test.each(code)('%s', (path, whole) => {
    const text = withoutComments(whole)
    expect(text, 'HTML that is not escaped').not.toMatch(
      /dangerouslySetInnerHTML|\braw\(|hono\/html|\.innerHTML\b|insertAdjacentHTML|document\.write/,
    )
    expect(text, 'code made of text').not.toMatch(/\beval\(|new Function\(|setTimeout\(\s*['"`]/)
    if (!inMail(path)) expect(text, 'a style').not.toMatch(/\sstyle=[{"']/)
    expect(text, 'an event').not.toMatch(
      /\son(?:click|load|error|submit|change|input|focus|blur|key\w+|mouse\w+|pointer\w+|toggle)=[{"']|hx-on[:-]|["'`]js:|["'`]javascript:/,
    )
    expect(text, 'a stream of events').not.toMatch(/streamSSE|text\/event-stream/)
  })

  test('no tag is chosen by a value', () => {
    const chosen =
      /\bconst ([A-Z]\w*)(?:: [^=\n]+)? = [^\n(]*['"`](?:h[1-6]|p|div|span|a|li|[uo]l|section|article|t[dhr]|button|form|main|label)['"`]/g
    for (const [path, whole] of code)
      expect(
        [...withoutComments(whole).matchAll(chosen)].map(([found]) => found),
        path,
      ).toEqual([])
  })
})
