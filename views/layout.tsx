import type { Child } from 'hono/jsx'
import { asset } from '../src/web/assets.ts'
import { Icon } from './components/icon.tsx'
import type { Words } from './words/words.ts'

export interface DocumentProps {
  /** The language of the words on this page: `lang` of the document. */
  lang: string
  /** The page's own title; the frame has already added whose portal it is. */
  title: string
  words: Words
  children?: Child
  /** Stylesheet of public/ in place of app.css; it begins with `@import './app.css'`, so it is one request all the same. */
  sheet?: string | undefined
  /** Files of public/ beyond that stylesheet. */
  styles?: string[] | undefined
  /** Files of public/, in order. A page that asks nothing by htmx can have another script in its place: a first view is four requests (SPD-2). */
  scripts?: string[] | undefined
}

/** The only `<html>`: head, the live region, the quiet bar of a failed save. The doctype is the renderer's. */
export function Document({ lang, title, words, children, sheet = 'app.css', styles = [], scripts = ['htmx.js', 'app.js'] }: DocumentProps) {
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width" />
        {/* The first that fits counts. */}
        <meta name="theme-color" content="#0f1216" media="(prefers-color-scheme: dark)" />
        <meta name="theme-color" content="#fbfaf7" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href={icon} />
        {[sheet, ...styles].map((name) => (
          <link rel="stylesheet" href={asset(name)} />
        ))}
        {scripts.map((name) => (
          <script src={asset(name)} defer></script>
        ))}
      </head>
      <body {...answersThatAreNotPages}>
        <a class="skip" href="#main">
          {words.frame.skip}
        </a>
        {children}
        <div id="live" class="visually-hidden" aria-live="polite"></div>
        <div id="failure" class="failure" role="alert" hidden>
          <Icon name="alert" />
          <p>{words.frame.notSaved}</p>
          <button type="button" class="button quiet" data-retry>
            {words.frame.tryAgain}
          </button>
          <button type="button" class="button plain icon-only" data-hides="failure" aria-label={words.frame.close}>
            <Icon name="close" />
          </button>
        </div>
      </body>
    </html>
  )
}

/** A door, drawn in place: a first view is four requests, and this is none. */
const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 24 24%22%3E%3Cpath fill=%22%2300696a%22 d=%22M0 0h24v24H0z%22/%3E%3Cpath fill=%22%23fff%22 d=%22M7 19v-8a5 5 0 0 1 10 0v8%22/%3E%3C/svg%3E'

/** No history: htmx must not put itself between the reader and Back, nor rewrite the address (so nothing says `push:false`). Styles of requests are ours. */
const htmxConfig = 'includeIndicatorCSS:false history:false mode:same-origin'

/** A refusal redraws its form; what is gone or broken leaves the page as it is, and the quiet bar says so (app.js). */
const answersThatAreNotPages = {
  'hx-status:404:inherited': 'swap:none',
  'hx-status:5xx:inherited': 'swap:none',
}
