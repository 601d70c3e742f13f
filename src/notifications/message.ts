import MimeNode from 'nodemailer/lib/mime-node'
import { oneLine, oneLineEach } from './header-text.ts'
import type { Mail } from './transport.ts'

/** An e-mail as SMTP carries it, with its Message-ID and whom the envelope names. */
export interface Message {
  id: string
  envelope: { from: string; to: string }
  raw: Uint8Array
}

/**
 * Writes an e-mail as text and HTML, with its attachments, from one address to one address (T-15). Its Message-ID is made from the outbox
 * row's: sent again after a crash, it is recognisably the same one (NOT-20).
 */
export async function messageOf(mail: Mail, from: string): Promise<Message> {
  const id = `<${mail.idempotencyKey.replace(/[^\w.-]/g, '-')}@${domainOf(from)}>`
  const { attachments = [] } = mail
  const root = attachments.length > 0 ? new MimeNode('multipart/mixed') : new MimeNode('multipart/alternative')
  root.setHeader([
    { key: 'From', value: { name: oneLine(mail.senderName), address: from } },
    { key: 'To', value: { name: '', address: mail.to } },
    { key: 'Subject', value: oneLine(mail.subject) },
    { key: 'Message-ID', value: id },
    ...Object.entries(oneLineEach(mail.headers)).map(([key, value]) => ({ key, value })),
  ])
  const parts = attachments.length > 0 ? root.createChild('multipart/alternative') : root
  addText(parts, 'text/plain; charset=utf-8', mail.text)
  addText(parts, 'text/html; charset=utf-8', mail.html)
  for (const { filename, type, content } of attachments)
    root
      .createChild(`${oneLine(type)}; charset=utf-8`, { filename: oneLine(filename) })
      .setHeader([
        { key: 'Content-Disposition', value: 'attachment' },
        { key: 'Content-Transfer-Encoding', value: 'base64' },
      ])
      .setContent(Buffer.from(content))
  const { from: sender, to } = root.getEnvelope()
  return { id, envelope: { from: sender || from, to: to[0] ?? '' }, raw: await root.build() }
}

/** The host of our own address: of Message-ID, and what we call ourselves to a server. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** Quoted-printable whatever it holds: lines of any length and letters of any language arrive as they left. */
const addText = (parts: MimeNode, type: string, text: string) =>
  parts.createChild(type).setHeader('Content-Transfer-Encoding', 'quoted-printable').setContent(text)
