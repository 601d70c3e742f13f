import type { Child } from 'hono/jsx'
import type { Hono } from 'hono'
import { Document } from '../../views/layout.tsx'
import { words } from '../../views/words/words.ts'
import { clock } from '../clock.ts'
import type { Mail, Transport } from '../notifications/transport.ts'
import { page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'

/** The transport of development: e-mails stay here. Handed the same one twice, it keeps one, as a provider with idempotency would. */
export const mailbox: Transport = {
  async send({ DB }, { idempotencyKey, ...mail }) {
    await prepare(DB)
    await DB.prepare('INSERT INTO dev_mail (id, sent_at, mail) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING')
      .bind(idempotencyKey, clock.now(), JSON.stringify(mail))
      .run()
    return { id: `mailbox-${idempotencyKey}` }
  },
}

/** An e-mail as /dev/mail.json shows it. */
export type Captured = Omit<Mail, 'idempotencyKey'> & { id: string; sentAt: string }

/** Every captured e-mail, newest last. */
export async function captured(d1: D1Database): Promise<Captured[]> {
  await prepare(d1)
  const { results } = await d1
    .prepare('SELECT id, sent_at, mail FROM dev_mail ORDER BY seq')
    .all<{ id: string; sent_at: number; mail: string }>()
  return results.map(({ id, sent_at, mail }) => ({ ...JSON.parse(mail), id, sentAt: new Date(sent_at).toISOString() }))
}

export async function emptyMailbox(d1: D1Database): Promise<void> {
  await prepare(d1)
  await d1.prepare('DELETE FROM dev_mail').run()
}

/** /dev/mail: what went out, for eyes and for scripts. */
export function mountMailbox(app: Hono<Portal>): void {
  app.get('/dev/mail.json', async (c) => c.json(await captured(c.env.DB)))
  app.delete('/dev/mail.json', async (c) => {
    await emptyMailbox(c.env.DB)
    return c.body(null, 204)
  })
  app.get('/dev/mail', async (c) => page(c, <MailboxPage mails={await captured(c.env.DB)} />))
  app.get('/dev/mail/:id', async (c) => {
    const mail = (await captured(c.env.DB)).find(({ id }) => id === c.req.param('id'))
    if (!mail) throw new NotFound()
    c.header('Content-Security-Policy', mailPolicy)
    return c.html(mail.html)
  })
}

/** As a careful mail client shows it: the style in its head, nothing from anywhere, no script, no form. */
export const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

function MailboxPage({ mails }: { mails: Captured[] }): Child {
  return (
    <Document lang="en" title="Mailbox" words={words('en')}>
      <main id="main" class="gallery" tabindex={-1}>
        <h1>Mailbox</h1>
        {mails.length === 0 && <p class="soft">Nothing went out yet.</p>}
        {mails.toReversed().map(({ id, to, kind, subject, text, headers, senderName, sentAt, attachments = [] }) => (
          <article class="card stack" id={id}>
            <h2>{subject}</h2>
            <p class="soft">
              {`${sentAt} · from ${senderName} · to ${to} · ${kind}`} · <a href={`/dev/mail/${encodeURIComponent(id)}`}>as HTML</a>
            </p>
            <p class="soft">
              {Object.entries(headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join(' · ')}
            </p>
            <pre>{linked(text)}</pre>
            {attachments.map(({ filename, type, content }) => (
              <details>
                <summary>{`${filename} (${type})`}</summary>
                <pre>{content}</pre>
              </details>
            ))}
          </article>
        ))}
      </main>
    </Document>
  )
}

/** The links of a text, ready to press. */
const linked = (text: string): Child =>
  text.split(/(https?:\/\/\S+)/).map((piece, i) => (i % 2 === 1 ? <a href={piece}>{piece}</a> : piece))

/** No migration makes it: production must not have it. */
async function prepare(d1: D1Database): Promise<void> {
  await d1
    .prepare(
      'CREATE TABLE IF NOT EXISTS dev_mail (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sent_at INTEGER NOT NULL, mail TEXT NOT NULL) STRICT',
    )
    .run()
}
