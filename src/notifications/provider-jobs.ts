import type { Env } from '../env.ts'
import { wordIn } from './provider-word.ts'
import { keepWord } from './provider-words.ts'

/** The queue of Cloudflare's events (wrangler.toml): only the account itself can write to it, so nothing is signed. */
export const isProvidersWord = (queue: string): boolean => queue.endsWith('-email-events')

/** A batch of events (NOT-21). What names no e-mail of ours is tried a few minutes longer: it may be said before our row is written. */
export async function hearBatch({ messages }: MessageBatch<unknown>, env: Env): Promise<void> {
  await Promise.all(
    messages.map(async (message) => {
      try {
        const word = wordIn(message.body)
        if (word === null) console.error(JSON.stringify({ event: 'provider_word_unreadable' }))
        const outcome = word === null || word === 'nothing' ? 'nothing' : await keepWord(env, word)
        if (outcome === 'unknown' && message.attempts < 4) message.retry({ delaySeconds: 60 })
        else message.ack()
      } catch {
        console.error(JSON.stringify({ event: 'provider_word_failed' }))
        message.retry({ delaySeconds: 60 })
      }
    }),
  )
}
