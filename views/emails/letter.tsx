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
        <meta name="supported-color-schemes" content="light dark" />
        <style>{look}</style>
      </head>
      <body>
        <main style={looks.page}>
          <Paragraphs of={[hello(firstName(name)), ...before]} />
          {code && <p style={looks.code}>{code}</p>}
          <Paragraphs of={between} />
          {link && (
            <>
              <p>
                <a class="button" style={looks.button} href={link.address}>
                  {link.label}
                </a>
              </p>
              <p style={looks.soft}>{link.address}</p>
            </>
          )}
          <Paragraphs of={[...after, noReply]} soft />
          {foot.map(({ label, address }) => (
            <p style={looks.soft}>
              <a style={looks.link} href={address}>
                {label}
              </a>
            </p>
          ))}
        </main>
      </body>
    </html>
  )
}

function Paragraphs({ of, soft = false }: { of: string[]; soft?: boolean }): Child {
  return of.map((text) => (soft ? <p style={looks.soft}>{text}</p> : <p style={looks.text}>{text}</p>))
}

/**
 * The first name out of a typed name, or '' when it is not plainly one: a name is no place for an address, a line break or
 * markup in somebody's mail (T-15).
 */
export function firstName(name: string): string {
  const [first = ''] = name.trim().split(/\s+/u)
  return /^[\p{L}\p{M}'’-]{1,40}\.?$/u.test(first) ? first : ''
}

/**
 * With each element, because many mail clients throw the head away (decision 049). No colour but the button's: text is as light or dark as the
 * client's own page. Nothing is fetched.
 */
const looks = {
  page: "max-width:30em;margin:0 auto;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5",
  text: 'margin:0 0 16px',
  code: 'margin:0 0 16px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:28px;line-height:1.2;font-weight:700;letter-spacing:.15em',
  button:
    'display:inline-block;padding:12px 20px;border-radius:8px;background-color:#00696a;color:#ffffff;font-weight:600;text-decoration:none',
  /** Underlined, in the colour of the text: the blue of links is too dark on the black of some clients. */
  link: 'color:inherit',
  soft: 'margin:0 0 16px;font-size:14px;overflow-wrap:anywhere;word-break:break-word',
}

/** In the head, what only a style sheet can say, for clients that read it: both schemes, and the button of the dark one. */
const look = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'body{margin:0}',
  '@media (prefers-color-scheme:dark){.button{background-color:#7fd4d2!important;color:#052a2a!important}}',
  '.button:focus-visible{outline:3px solid;outline-offset:2px}',
].join('')
