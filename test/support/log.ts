import { members } from '../../src/dev/cast.ts'

/** Lines of the log since the last look. Kept over files: they share a runtime, and with it the console. */
const lines: string[] = ((globalThis as { linesOfTheLog?: string[] }).linesOfTheLog ??= listen())

function listen(): string[] {
  const heard: string[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const say = console[level].bind(console)
    console[level] = (...words: unknown[]) => {
      heard.push(words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' '))
      say(...words)
    }
  }
  return heard
}

const theCast = members.flatMap(({ name, email }) => (email ? [name, email] : [name]))

/** What was said of the cast since the last look, by name or address. */
export function namesInTheLog(): string[] {
  return lines.splice(0).filter((line) => theCast.some((one) => line.includes(one)))
}
