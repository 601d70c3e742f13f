import { median, quantile, short, sum } from './arithmetic.ts'
import { table } from './table.ts'

/** One request of a load run. */
export interface Sample {
  kind: string
  /** Since the run began, ms; and how long it took. */
  at: number
  ms: number
  status: number
}

/** Memory of workerd, MB, so many ms after the run began. */
export interface MemorySample {
  at: number
  mb: number
}

/** What a load run found. Times are ms. */
export interface Traffic {
  at: string
  minutes: number
  requests: number
  /** Answers of 500 and more, and requests without an answer. Anything but 0 is red. */
  failed: number
  kinds: { kind: string; requests: number; refused: number; start: { p50: number; p99: number }; end: { p50: number; p99: number } }[]
  /** Of workerd when it was warm and at the end, MB; and how much it grew by a minute in between. */
  memory: { warm: number; end: number; perMinute: number }
  /** Invariants of the data that were broken at the end, by name. */
  broken: string[]
}

/** `broken`: by name. The start and the end are a fifth of the run each; memory counts from where the first fifth ends. */
export function trafficOf(samples: Sample[], memory: MemorySample[], minutes: number, broken: string[]): Traffic {
  const length = minutes * 60_000
  const kinds = [...new Set(samples.map(({ kind }) => kind))].toSorted()
  const warm = memory.filter(({ at }) => at >= length / 5)
  return {
    at: new Date().toISOString(),
    minutes,
    requests: samples.length,
    failed: samples.filter(isFailed).length,
    kinds: kinds.map((kind) => {
      const mine = samples.filter((sample) => sample.kind === kind)
      const times = (from: number, until: number) => mine.filter(({ at }) => at >= from && at < until).map(({ ms }) => ms)
      const figures = (list: number[]) => ({ p50: short(median(list)), p99: short(quantile(list, 0.99)) })
      return {
        kind,
        requests: mine.length,
        refused: mine.filter(({ status }) => status >= 400 && status < 500).length,
        start: figures(times(0, length / 5)),
        end: figures(times((length * 4) / 5, Infinity)),
      }
    }),
    memory: { warm: short(warm[0]?.mb ?? NaN), end: short(warm.at(-1)?.mb ?? NaN), perMinute: short(slopeOf(warm) * 60_000) },
    broken,
  }
}

/** 5xx, or no answer at all (0). */
export const isFailed = ({ status }: Pick<Sample, 'status'>): boolean => status === 0 || status >= 500

/** Of the line that fits best, by ms. */
export function slopeOf(samples: MemorySample[]): number {
  const [x, y] = [sum(samples.map(({ at }) => at)) / samples.length, sum(samples.map(({ mb }) => mb)) / samples.length]
  return sum(samples.map(({ at, mb }) => (at - x) * (mb - y))) / sum(samples.map(({ at }) => (at - x) ** 2))
}

/** For docs/performance.md, and for whoever waits. */
export const trafficSection = (traffic: Traffic): string => `## Under mixed traffic

\`npm run load -- --minutes ${traffic.minutes}\` on ${traffic.at.slice(0, 10)}: people of both practices read, move switches, ask for times, confirm,
withdraw and ask for sign-in codes, all at once. ${traffic.requests} requests, ${traffic.failed} failed. Memory of the runtime once warm and at the end:
${traffic.memory.warm} and ${traffic.memory.end} MB, ${traffic.memory.perMinute} MB by a minute (the whole local platform, its database and queue included; under the bench's load\nthe bare worker's grows as much, see below). Broken invariants at the end: ${traffic.broken.join(', ') || 'none'}.

${trafficTable(traffic)}

`

export const trafficTable = ({ kinds }: Traffic): string =>
  table(
    ['', 'requests', 'of them refused', 'p50 ms at the start', 'p99', 'p50 ms at the end', 'p99'],
    kinds.map(({ kind, requests, refused, start, end }) => [
      kind,
      ...[requests, refused, start.p50, start.p99, end.p50, end.p99].map(String),
    ]),
  )
