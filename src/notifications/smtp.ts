import net from 'node:net'
import tls from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isOneAddress } from './header-text.ts'
import { domainOf, messageOf, type Message } from './message.ts'
import { failureOf, idIn, refusalIn } from './smtp-answers.ts'
import { smtpServerOf, type SmtpServer } from './smtp-server.ts'
import type { Transport } from './transport.ts'

/**
 * SMTP submission, always under TLS with a checked certificate and a password (NOT-22): nodemailer speaks it, over the sockets of the
 * platform. A server that says nothing is a failure that may pass after `patience`, long before the row's lease is over.
 */
export const smtpWithin = (patience: number): Transport => ({
  async send(env, mail) {
    if (!isOneAddress(mail.to)) return { failed: 'E_ADDRESS', permanent: true }
    const message = await messageOf(mail, env.EMAIL_FROM)
    try {
      const answer = await submit(smtpServerOf(env), message, patience)
      return { id: idIn(answer, [mail.to, env.EMAIL_FROM]) ?? message.id }
    } catch (error) {
      const refusal = refusalIn(error)
      console.error(JSON.stringify({ event: 'smtp_failed', ...refusal, outboxId: mail.idempotencyKey }))
      return failureOf(refusal)
    }
  },
})

export const smtp = smtpWithin(20_000)

/** One e-mail, one conversation. Rejects with nodemailer's error. */
async function submit(server: SmtpServer, message: Message, patience: number) {
  const deadline = newDeadline(patience)
  const socket = open(server)
  let conversation: SMTPConnection | undefined
  try {
    await deadline.orLate(opened(socket, server))
    conversation = new SMTPConnection({
      host: server.host,
      port: server.port,
      connection: socket,
      secure: server.tls === 'implicit',
      secured: server.tls === 'implicit',
      requireTLS: true,
      name: domainOf(message.envelope.from),
    })
    const answer = await deadline.orLate(converse(conversation, server, message))
    conversation.quit()
    return answer
  } catch (error) {
    conversation?.close()
    socket.destroy()
    throw error
  } finally {
    deadline.over()
  }
}

/** The platform looks the name up, and checks the certificate against it; nodemailer alone would ask another resolver for an address. */
const open = ({ host, port, tls: begins }: SmtpServer): net.Socket =>
  begins === 'implicit' ? tls.connect({ host, port, servername: host }) : net.connect({ host, port })

const opened = (socket: net.Socket, { tls: begins }: SmtpServer): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once(begins === 'implicit' ? 'secureConnect' : 'connect', () => resolve())
    socket.once('error', reject)
  })

/** Greeting, STARTTLS where it begins so, password, envelope, message; answers what the server said to the message. */
function converse(conversation: SMTPConnection, { user, password }: SmtpServer, { envelope, raw }: Message) {
  return new Promise<{ response?: string; serverMessageId?: string | undefined }>((resolve, reject) => {
    conversation.once('error', reject)
    // Behind what the server said in leaving, which nodemailer tells in the same breath.
    conversation.once('end', () => setTimeout(() => reject(new Error('The server has left.')), 0))
    conversation.connect((failed) => {
      if (failed) return reject(failed)
      // Never a password, never an e-mail in the clear.
      if (!conversation.secure) return reject(Object.assign(new Error('Not under TLS.'), { code: 'ETLS' }))
      conversation.login({ credentials: { user, pass: password } }, (refused) => {
        if (refused) return reject(refused)
        conversation.send({ from: envelope.from, to: [envelope.to] }, Buffer.from(raw), (error, answer) =>
          error ? reject(error) : resolve(answer ?? {}),
        )
      })
    })
  })
}

/** One deadline for the whole of it, however slowly a server drips. */
function newDeadline(patience: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('The server takes too long.'), { code: 'ETIMEDOUT' })), patience)
  })
  late.catch(() => undefined)
  return { orLate: <T>(work: Promise<T>): Promise<T> => Promise.race([work, late]), over: () => clearTimeout(timer) }
}
