import { Hono, type Context } from 'hono'
import { clock } from '../clock.ts'
import { bySignature } from '../door.tsx'
import { paths } from '../paths.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { wordIn } from './provider-word.ts'
import { keepWord } from './provider-words.ts'
import { isSigned } from './webhook-signature.ts'

/** Machines that sign what they say. They have no session, and no cookie of theirs is read. */
export const hookRoutes = new Hono<Portal>()

/**
 * NOT-21, T-31: what became of an e-mail. Without a secret there is no such address. A 2xx also for what is not ours or not of interest,
 * so that the provider stops; who did not sign learns nothing and changes nothing.
 */
hookRoutes.post(paths.emailHook, bySignature('the e-mail provider, by its signature'), async (c) => {
  const secret = c.env.EMAIL_WEBHOOK_SECRET
  if (!secret) throw new NotFound()
  const body = await c.req.arrayBuffer()
  if (!(await isSigned(secret, { ...signatureOf(c), body }, clock.now()))) return c.text('Not signed.', 401)
  const word = wordIn(parsed(body))
  if (word === null) return c.text('Not an event.', 400)
  if (word !== 'nothing') await keepWord(c.env, word, c.var.meter)
  return c.body(null, 204)
})

/** The headers of Standard Webhooks, or the names they had before there was a standard. */
function signatureOf(c: Context<Portal>) {
  const header = (name: string) => c.req.header(`webhook-${name}`) ?? c.req.header(`svix-${name}`) ?? ''
  return { id: header('id'), timestamp: header('timestamp'), signature: header('signature') }
}

function parsed(body: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
}
