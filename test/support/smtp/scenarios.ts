import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** An e-mail that a server was handed: by whom, for whom, and every byte. */
export interface Arrived {
  user: string
  to: string[]
  from: string
  raw: string
}

type Code = `${number} ${string}`

/** What a server says to the recipient, by what its user name begins with. */
const toRecipient: Record<string, Code> = {
  'no-such-address': '550 5.1.1 <ana@family.example>: no such user here',
  'moved-away': '551 5.1.6 User has moved',
  'bad-mailbox': '553 5.1.3 Bad address syntax',
  'unclear-refusal': '550 No',
  'full-mailbox': '552 5.2.2 Mailbox full',
  'policy-refusal': '550 5.7.1 Relaying denied',
  'later-please': '451 4.7.1 Greylisted',
  'server-leaves': '421 4.3.2 Shutting down',
}

/** What it says to our own address, and to the message itself. */
const toSender: Record<string, Code> = { 'not-our-sender': '550 5.1.8 Sender address rejected' }
const toMessage: Record<string, Code> = {
  'content-refused': '554 5.7.0 Content rejected',
  'late-no-such-address': '550 5.1.1 No such user here',
}

/** The answers of a server that takes the message and names an id. */
const taking: Record<string, string> = {
  'says-cloudflare-id': '2.0.0 Ok <jZTWt0pQO4p2LG7ByfkeSYUvT62k85Q12nCA@portal.example>',
  'says-queue-id': '2.0.0 Ok: queued as 4XyZ0123',
  'says-address': '2.0.0 Ok <ana@family.example>',
}

/** A real server: TLS, a password (`right-password`), and behaviour that the user name asks for. What arrives is told to `keep`. */
export function newServer(options: SMTPServerOptions, keep: (arrived: Arrived) => void): SMTPServer {
  const seen = new Set<string>()
  const server: SMTPServer = new SMTPServer({
    logger: false,
    closeTimeout: 100,
    ...options,
    onAuth: ({ username = '', password }, _session, done) =>
      password === 'right-password' ? done(null, { user: username }) : done(refusal('535 5.7.8 Authentication failed')),
    onMailFrom: (_address, session, done) => done(said(toSender, session.user)),
    onRcptTo: (_address, session, done) => done(said(toRecipient, session.user)),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const user = session.user ?? ''
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        const refused = said(toMessage, user)
        if (refused) return done(refused)
        keep({ user, to, from: mailFrom ? mailFrom.address : '', raw: Buffer.concat(chunks).toString('latin1') })
        if (user.startsWith('never-answers')) return
        if (user.startsWith('loses-answer') && !seen.has(user)) {
          seen.add(user)
          return hangUp(server, session.id)
        }
        done(null, Object.entries(taking).find(([name]) => user.startsWith(name))?.[1] ?? 'Message taken')
      })
    },
  })
  server.on('error', () => undefined)
  return server
}

const said = (list: Record<string, Code>, user: string | undefined): Error | null => {
  const [, words] = Object.entries(list).find(([name]) => user?.startsWith(name)) ?? []
  return words ? refusal(words) : null
}

const refusal = (words: Code): Error => Object.assign(new Error(words.slice(4)), { responseCode: Number(words.slice(0, 3)) })

/** The line goes dead: no answer, no goodbye. */
function hangUp(server: SMTPServer, id: string): void {
  const connections = server.connections as unknown as Set<{ session: { id: string }; _socket: { destroy(): void } }>
  for (const connection of connections) if (connection.session.id === id) connection._socket.destroy()
}
