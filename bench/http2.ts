import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { connect, createServer, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { gzipSync } from 'node:zlib'
import { type Answer, type Ask, send } from './load.ts'
import type { RunningWorker } from './workers.ts'

/**
 * What goes over the wire, both ways, when a browser asks again over the connection its page came by: frames, headers as HPACK packs them,
 * bodies as gzip. The edge speaks HTTP/2 or 3 to every browser; workerd here speaks HTTP/1.1, so its answers are told again by Node.
 * Answers the bytes of the last of the asks.
 */
export async function bytesOfLast(portal: RunningWorker, asks: Ask[]): Promise<number> {
  const server = createServer()
  server.on('stream', (stream, headers) => {
    const body: Buffer[] = []
    stream.on('data', (chunk: Buffer) => body.push(chunk))
    stream.on('end', () => {
      void send(portal.url, asks[Number(headers['x-nth'])]!).then((answer) => {
        stream.respond({ ...told(answer), ':status': answer.status, 'content-encoding': 'gzip' })
        stream.end(gzipSync(answer.body))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    await once(session, 'connect')
    let before = 0
    for (const [nth, ask] of asks.entries()) {
      before = carried(session)
      await one(session, ask, nth)
    }
    return carried(session) - before
  } finally {
    session.close()
    server.close()
  }
}

const carried = ({ socket }: ClientHttp2Session): number => (socket?.bytesRead ?? 0) + (socket?.bytesWritten ?? 0)

/** What a browser sends along, every time alike. */
const browser = {
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-US,en;q=0.9',
  'user-agent': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'sec-fetch-site': 'same-origin',
}

async function one(session: ClientHttp2Session, { path, cookie, fields, partial }: Ask, nth: number): Promise<void> {
  const body = fields && new URLSearchParams(fields).toString()
  const stream = session.request({
    ...browser,
    ':path': path,
    ':method': body === undefined ? 'GET' : 'POST',
    ...(cookie && { cookie }),
    ...(partial && { 'hx-request': 'true', 'hx-request-type': 'partial' }),
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://portal.example' }),
    'x-nth': String(nth),
  })
  stream.end(body)
  stream.resume()
  await once(stream, 'close')
}

/** The headers of an answer, as HTTP/2 has them. */
function told({ rawHeaders }: Answer): IncomingHttpHeaders {
  const pairs = rawHeaders.flatMap((value, at) => (at % 2 === 1 ? [[rawHeaders[at - 1]!.toLowerCase(), value] as const] : []))
  return Object.fromEntries(pairs.filter(([name]) => !['transfer-encoding', 'connection', 'keep-alive', 'content-length'].includes(name)))
}
