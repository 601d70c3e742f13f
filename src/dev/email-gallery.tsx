import type { Child } from 'hono/jsx'
import type { Hono } from 'hono'
import { allSamples } from '../../views/emails/all-samples.ts'
import type { Rendered } from '../../views/emails/letter.tsx'
import { Document } from '../../views/layout.tsx'
import { words } from '../../views/words/words.ts'
import type { Language } from '../current.ts'
import { page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { mailPolicy } from './mailbox.tsx'

const languages: Language[] = ['en', 'es']

/** NOT-24: every template x language x detail level, as text here, as HTML at its own address. */
export function mountEmailGallery(app: Hono<Portal>): void {
  app.get('/dev/emails', async (c) => page(c, <EmailGallery shown={await everySample()} />))
  app.get('/dev/emails/:name', async (c) => {
    const shown = (await everySample()).find(({ name }) => name === c.req.param('name'))
    if (!shown) throw new NotFound()
    c.header('Content-Security-Policy', mailPolicy)
    return c.html(shown.rendered.html)
  })
}

interface Shown {
  name: string
  title: string
  language: Language
  rendered: Rendered
}

const everySample = (): Promise<Shown[]> =>
  Promise.all(
    allSamples.flatMap(({ title, render }) =>
      languages.map(async (language) => ({ name: nameOf(title, language), title, language, rendered: await render(language) })),
    ),
  )

const nameOf = (title: string, language: Language) => `${title.toLowerCase().replace(/[^a-z]+/g, '-')}-${language}`

function EmailGallery({ shown }: { shown: Shown[] }): Child {
  return (
    <Document lang="en" title="Every e-mail" words={words('en')}>
      <main id="main" class="gallery" tabindex={-1}>
        <h1>Every e-mail</h1>
        {shown.map(({ name, title, language, rendered }) => (
          <section class="card stack" id={name} aria-labelledby={`${name}-title`}>
            <h2 id={`${name}-title`}>{`${title} (${language})`}</h2>
            <div class="stack" lang={language}>
              <p>
                <b>{rendered.subject}</b>
              </p>
              <pre>{rendered.text}</pre>
            </div>
            <p>
              <a href={`/dev/emails/${name}`}>{`As HTML: ${title} (${language})`}</a>
            </p>
          </section>
        ))}
      </main>
    </Document>
  )
}
