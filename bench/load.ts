import { Agent, request } from 'node:http'
import { median, quantile, short, sum } from './arithmetic.ts'
import { cpuOf, type RunningWorker } from './workers.ts'

export interface Ask {
  path: string
  cookie?: string | undefined
  fields?: Record<string, string>
  partial?: boolean
}

export interface Answer {
  status: number
  body: string
  /** As they came: name, value, name, value. */
  rawHeaders: string[]
  location: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** One request over a connection that stays open. A redirect is an answer. */
export function send(url: string, { path, cookie, fields, partial }: Ask): Promise<Answer> {
  const body = fields && new URLSearchParams(fields).toString()
  const headers = {
    ...(cookie && { Cookie: cookie }),
    ...(body !== undefined && {
      Origin: url,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
    }),
    ...(partial && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
  }
  return new Promise((resolve, reject) => {
    const asking = request(url + path, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: text, rawHeaders: answer.rawHeaders, location: answer.headers.location ?? '' }),
      )
    })
    asking.on('error', reject).end(body)
  })
}

/** One of two or more that are compared: how it answers the nth request of a lane. It throws when the answer is not the one expected. */
export interface Side {
  worker: RunningWorker
  ask: (lane: number) => Promise<void>
  /** Between blocks, not measured. */
  afterwards?: () => Promise<void>
}

export interface Measured {
  requests: number
  perSecond: number
  p50: number
  p99: number
  /** CPU of workerd per request, ms: the mean over all blocks. */
  cpu: number
}

const lanes = 2

/** Two rounds at least, more while there is time: a machine that is busy otherwise makes the run coarser, not longer. */
const secondsAtMost = 15

/** Several sides in alternating blocks, so that whatever else the machine does meets them alike. The first block of each warms up. */
export async function compare(
  sides: Side[],
  { rounds, requests }: { rounds: number; requests: number },
): Promise<{ sides: Measured[]; cpuRatio: number; p50Ratio: number }> {
  const blocks = sides.map((): Block[] => [])
  const endsAt = performance.now() + secondsAtMost * 1000
  for (let round = 0; round <= rounds && (round <= 2 || performance.now() < endsAt); round++) {
    for (const at of round % 2 ? sides.keys() : [...sides.keys()].toReversed()) {
      const block = await run(sides[at] as Side, round === 0 ? Math.ceil(requests / 3) : requests)
      if (round > 0) blocks[at]!.push(block)
    }
  }
  const ratios = (of: (block: Block) => number) => short(median(blocks[0]!.map((block, at) => of(block) / of(blocks[1]![at] as Block))))
  return {
    sides: blocks.map(measuredFrom),
    cpuRatio: ratios(({ cpu, times }) => cpu / times.length),
    p50Ratio: ratios(({ times }) => median(times)),
  }
}

interface Block {
  times: number[]
  seconds: number
  cpu: number
}

async function run({ worker, ask, afterwards }: Side, requests: number): Promise<Block> {
  const times: number[] = []
  const [cpu, startedAt] = [await cpuOf(worker.pid), performance.now()]
  let left = requests
  const lane = async (number: number) => {
    while (left-- > 0) {
      const askedAt = performance.now()
      await ask(number)
      times.push(performance.now() - askedAt)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
  const seconds = (performance.now() - startedAt) / 1000
  const used = (await cpuOf(worker.pid)) - cpu
  await afterwards?.()
  return { times, seconds, cpu: used }
}

function measuredFrom(blocks: Block[]): Measured {
  const times = blocks.flatMap((block) => block.times)
  return {
    requests: times.length,
    perSecond: short(times.length / sum(blocks.map(({ seconds }) => seconds))),
    p50: short(median(times)),
    p99: short(quantile(times, 0.99)),
    cpu: short(sum(blocks.map(({ cpu }) => cpu)) / times.length),
  }
}
