import type { StaffCurrent } from '../../src/current.ts'
import { firstName, type LetterProps } from '../emails/letter.tsx'
import { words as wordsOf } from '../words/words.ts'

/** An e-mail that was not sent: its pieces, its text part, and to whom it would go. */
export interface Previewed {
  parts: LetterProps
  text: string
  to: { name: string; address: string }
}

/**
 * How the e-mail will look (ACC-20): the same sentences in the same order as its HTML part, drawn with what the portal has, because no
 * page of ours carries a style or a frame of its own; and its text part to the letter.
 */
export function InvitationPreview({ current, previewed: { parts, text, to } }: { current: StaffCurrent; previewed: Previewed }) {
  const { words, organization } = current
  const { invitations } = words
  const { hello, noReply } = wordsOf(parts.language).emails
  return (
    <section class="card stack" id="preview" aria-labelledby="preview-heading">
      <h2 id="preview-heading">{invitations.preview}</h2>
      <p class="soft">{invitations.previewFor(to.name)}</p>
      <dl class="meta">
        <Head term={invitations.from}>{organization.senderName}</Head>
        <Head term={invitations.to}>{to.address}</Head>
        <Head term={invitations.subject}>{parts.subject}</Head>
      </dl>
      <div class="notice" lang={parts.language}>
        <div class="stack">
          <p>{hello(firstName(parts.name))}</p>
          {parts.before.map((line) => (
            <p>{line}</p>
          ))}
          <p>
            <span class="button primary">{parts.link?.label}</span>
          </p>
          <p class="meta">{invitations.ownLink}</p>
          {[...parts.after, noReply].map((line) => (
            <p class="meta">{line}</p>
          ))}
        </div>
      </div>
      <details class="disclosure inline">
        <summary class="button quiet">{invitations.asText}</summary>
        <div class="panel">
          <p class="said" lang={parts.language}>
            {text}
          </p>
        </div>
      </details>
    </section>
  )
}

function Head({ term, children }: { term: string; children: string }) {
  return (
    <div class="actions">
      <dt>{term}</dt>
      <dd>
        <b>{children}</b>
      </dd>
    </div>
  )
}
