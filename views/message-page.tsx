import type { Child } from 'hono/jsx'
import type { Language } from '../src/current.ts'
import { Document } from './layout.tsx'
import type { Words } from './words/words.ts'

export interface MessagePageProps {
  words: Words
  language: Language
  title: string
  text: string
  children?: Child
}

/** One card with a sentence that says what to do next. It says nothing of any practice, so that "not yours" and "not there" are the same page. */
export function MessagePage({ words, language, title, text, children }: MessagePageProps) {
  return (
    <Document lang={language} title={title} words={words}>
      <div class="visitor">
        <main id="main" class="card stack" tabindex={-1}>
          <h1>{title}</h1>
          <p>{text}</p>
          {children}
        </main>
      </div>
    </Document>
  )
}
