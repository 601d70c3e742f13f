import { isOneAddress, oneLine, oneLineEach } from './header-text.ts'
import type { Attachment, Sent, Transport } from './transport.ts'

/**
 * Codes after which trying again changes nothing, with what they say of the address. All others may pass, or are repaired by
 * whoever runs the portal (a sender not verified, a daily limit) while the row waits.
 */
const permanent: Record<string, 'suppressed' | null> = { E_RECIPIENT_SUPPRESSED: 'suppressed', E_RECIPIENT_NOT_ALLOWED: null }

/**
 * Cloudflare's Email Service. It knows no idempotency key and sets Message-ID itself: a crash between sending and recording sends
 * twice (NOT-20: at least once).
 */
export const emailService: Transport = {
  async send(env, { to, senderName, subject, text, html, headers, attachments = [] }) {
    if (!isOneAddress(to)) return { failed: 'E_ADDRESS', permanent: true }
    try {
      const { messageId } = await env.EMAIL.send({
        from: { name: oneLine(senderName), email: env.EMAIL_FROM },
        to,
        subject: oneLine(subject),
        text,
        html,
        headers: oneLineEach(headers),
        ...(attachments.length > 0 && { attachments: attachments.map(asBytes) }),
      })
      return { id: messageId }
    } catch (error) {
      return failure(error)
    }
  },
}

/** As bytes: what the service makes of a string depends on the way in. */
const asBytes = ({ filename, type, content }: Attachment) => ({
  disposition: 'attachment' as const,
  filename: oneLine(filename),
  type: oneLine(type),
  content: new TextEncoder().encode(content),
})

/** The provider's code. Its message may quote the address, so nothing else is kept. */
function failure(error: unknown): Sent {
  const { code } = error as { code?: unknown }
  const failed = typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code) ? code : 'E_UNKNOWN'
  const address = permanent[failed]
  return { failed, permanent: address !== undefined, ...(address && { address }) }
}
