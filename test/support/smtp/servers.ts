import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer as createHttp } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newAuthority } from './certificates.ts'
import { type Arrived, newServer } from './scenarios.ts'

/** Where the tests in workerd find them: one port each, and `arrived` answers by HTTP what they were handed. */
export interface SmtpPorts {
  implicit: number
  starttls: number
  /** Offers no STARTTLS, and would take the password in the clear. */
  plain: number
  /** Certificates of an authority that nobody knows. */
  untrusted: number
  untrustedStarttls: number
  /** A certificate of our authority, for another name. */
  otherName: number
  otherNameStarttls: number
  /** Offers TLS, and no AUTH. */
  anonymous: number
  /** Takes the connection and says nothing. */
  silent: number
  arrived: number
}

/**
 * Real SMTP servers for one run of the tests, on free ports, with certificates made now. `authorityFile`: the authority that signed the good
 * ones, for NODE_EXTRA_CA_CERTS; it goes with this process. They keep no process alive.
 */
export async function startSmtpServers(): Promise<{ ports: SmtpPorts; authorityFile: string }> {
  const [known, unknown] = await Promise.all([newAuthority('Portico tests'), newAuthority('Nobody knows')])
  const [good, stranger, other] = await Promise.all([known.issue('localhost'), unknown.issue('localhost'), known.issue('other.example')])
  const arrived: Arrived[] = []
  const smtp = (options: Parameters<typeof newServer>[0]) => listening(newServer(options, (one) => void arrived.push(one)).server)
  const folder = await mkdtemp(join(tmpdir(), 'portico-smtp-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const authorityFile = join(folder, 'authority.pem')
  await writeFile(authorityFile, known.cert)
  return {
    authorityFile,
    ports: {
      implicit: await smtp({ secure: true, ...good }),
      starttls: await smtp(good),
      plain: await smtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
      untrusted: await smtp({ secure: true, ...stranger }),
      untrustedStarttls: await smtp(stranger),
      otherName: await smtp({ secure: true, ...other }),
      otherNameStarttls: await smtp(other),
      anonymous: await smtp({ ...good, disabledCommands: ['AUTH'], authOptional: true }),
      silent: await listening(createTcp(() => undefined)),
      arrived: await listening(
        createHttp((request, response) => {
          const user = decodeURIComponent(request.url?.slice(1) ?? '')
          response.end(JSON.stringify(arrived.filter((one) => one.user === user)))
        }),
      ),
    },
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    server.unref()
  })
}
