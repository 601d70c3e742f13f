import type { Sent } from './transport.ts'

// What a server's answers mean. Its words are never kept: they hold the address.

/** What nodemailer says of a conversation that ended badly. */
interface SmtpError {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

/** What may be logged of a failure: codes. `status` is the enhanced one (RFC 3463), `5.1.1`. */
export interface Refusal {
  code: string
  reply: number | null
  status: string | null
}

/** A failure by its codes. */
export function refusalIn(error: unknown): Refusal {
  const { code, command = '', response = '', responseCode } = error as SmtpError
  const reply = responseCode || null
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null
  return { code: codeOf(code ?? '', command, reply, status), reply, status }
}

/** Only what the server says of the address itself is for good. All else may pass, or is repaired while the row waits. */
export const failureOf = ({ code }: Refusal): Sent =>
  code === noSuchAddress ? { failed: code, permanent: true, address: 'bounced' } : { failed: code, permanent: false }

/**
 * The id under which the provider will speak of the e-mail, when its answer to the message names one: `250 2.0.0 Ok <id@host>` (Cloudflare,
 * Microsoft), or what nodemailer knows of Amazon. Null: it goes by our own Message-ID. An address in the answer is no id.
 */
export function idIn(answer: { response?: string; serverMessageId?: string | undefined }, addresses: string[]): string | null {
  const id = answer.serverMessageId ?? /^250 (?:2\.\d\.\d )?ok:? (<[\w.+=~$-]+@[\w.-]+>)/i.exec(answer.response ?? '')?.[1] ?? null
  return id !== null && addresses.every((address) => `<${address}>`.toLowerCase() !== id.toLowerCase()) ? id : null
}

const noSuchAddress = 'E_SMTP_NO_SUCH_ADDRESS'

function codeOf(code: string, command: string, reply: number | null, status: string | null): string {
  if (code === 'EAUTH' || code === 'ENOAUTH' || reply === 530 || reply === 534 || reply === 535) return 'E_SMTP_AUTH'
  if (code === 'ETLS') return 'E_SMTP_TLS'
  if (code === 'ETIMEDOUT') return 'E_SMTP_TIMEOUT'
  if (reply !== null && reply >= 500) return saysNoSuchAddress(command, reply, status) ? noSuchAddress : 'E_SMTP_REFUSED'
  if (reply !== null && reply >= 400) return 'E_SMTP_LATER'
  return 'E_SMTP_CONNECTION'
}

/** 5.1.x is about addresses; 5.1.7 and 5.1.8 are about ours. Without an enhanced code nobody knows whose fault it is. */
const saysNoSuchAddress = (command: string, reply: number, status: string | null): boolean =>
  command !== 'MAIL FROM' && [550, 551, 553].includes(reply) && /^5\.1\.(?![78]$)\d+$/.test(status ?? '')
