import { allExamples } from './components/all-examples.ts'
import { Document } from './layout.tsx'
import type { Words } from './words/words.ts'

/** Development only: every state of every component on one page, in the reader's language and colour scheme. */
export function GalleryPage({ words, language = 'en' }: { words: Words; language?: string }) {
  return (
    <Document sheet="scheduling.css" lang={language} title={`${words.frame.product} gallery`} words={words}>
      <div class="client">
        <main id="main" class="stack" tabindex={-1}>
          <div class="stack">
            <h1>Gallery</h1>
            <nav class="chips" aria-label="Components">
              {Object.keys(allExamples).map((name) => (
                <a href={`#${anchor(name)}`}>{name}</a>
              ))}
            </nav>
          </div>
          {Object.entries(allExamples).map(([name, examples]) => (
            <section class="section" id={anchor(name)} aria-labelledby={`${anchor(name)}-heading`}>
              <h2 id={`${anchor(name)}-heading`}>{name}</h2>
              {examples.map(({ title, render }) => (
                <div class="stack sample">
                  <h3>{title}</h3>
                  {render(words)}
                </div>
              ))}
            </section>
          ))}
        </main>
      </div>
    </Document>
  )
}

const anchor = (name: string) => `sample-${name.toLowerCase().replaceAll(' ', '-')}`
