import type { Child } from 'hono/jsx'
import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'

/** An e-mail's three parts, ready to send. */
export interface Rendered {
  subject: string
  text: string
  html: string
}

/** What every e-mail is made of. The text and the HTML part are drawn from the same sentences, so they cannot say different things. */
export interface LetterProps {
  language: Language
  subject: string
  /** The recipient's own name, as somebody typed it; only a plain first name of it is printed. */
  name: string
  before: string[]
  /** Printed large, alone on its line. */
  code?: string
  between?: string[]
  link?: Link
  after: string[]
  /** Small links below everything: what she wants, and the end of these e-mails. */
  foot?: Link[]
}

interface Link {
  label: string
  address: string
}

/** One e-mail for gallery and tests: every state a template has. */
export interface Sample {
  title: string
  render: (language: Language) => Promise<Rendered>
}

/** Draws an e-mail: no remote image, no tracking, nothing to answer (NOT-8). */
export async function letter(props: LetterProps): Promise<Rendered> {
  const { language, subject, name, before, code, between = [], link, after, foot = [] } = props
  const { hello, noReply } = words(language).emails
  const pieces = [
    hello(firstName(name)),
    ...before,
    ...(code ? [code] : []),
    ...between,
    ...(link ? [`${link.label}:\n${link.address}`] : []),
    [...after, noReply].join('\n'),
    ...foot.map(({ label, address }) => `${label}:\n${address}`),
  ]
  const drawn = await Letter(props)
  return { subject, text: `${pieces.join('\n\n')}\n`, html: `<!doctype html>${drawn}` }
}

function Letter({ language, subject, name, before, code, between = [], link, after, foot = [] }: LetterProps) {
  const { hello, noReply } = words(language).emails
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
        <style>{look}</style>
      </head>
      <body>
        <main>
          <Paragraphs of={[hello(firstName(name)), ...before]} />
          {code && <p class="code">{code}</p>}
          <Paragraphs of={between} />
          {link && (
            <>
              <p>
                <a class="button" href={link.address}>
                  {link.label}
                </a>
              </p>
              <p class="soft">{link.address}</p>
            </>
          )}
          <Paragraphs of={[...after, noReply]} soft />
          {foot.map(({ label, address }) => (
            <p class="soft">
              <a href={address}>{label}</a>
            </p>
          ))}
        </main>
      </body>
    </html>
  )
}

function Paragraphs({ of, soft = false }: { of: string[]; soft?: boolean }): Child {
  return of.map((text) => (soft ? <p class="soft">{text}</p> : <p>{text}</p>))
}

/**
 * The first name out of a typed name, or '' when it is not plainly one: a name is no place for an address, a line break or
 * markup in somebody's mail (T-15).
 */
export function firstName(name: string): string {
  const [first = ''] = name.trim().split(/\s+/u)
  return /^[\p{L}\p{M}'’-]{1,40}\.?$/u.test(first) ? first : ''
}

/** In the head, for mail clients only; no page of the portal carries it. */
const look = [
  'body{margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif}',
  'main{max-width:480px;margin:0 auto}',
  '.code{font:700 28px/1.2 ui-monospace,monospace;letter-spacing:.15em}',
  '.button{display:inline-block;padding:12px 20px;border-radius:8px;background:#00696a;color:#fff;text-decoration:none}',
  '.soft{font-size:13px;opacity:.75;overflow-wrap:anywhere}',
].join('')
