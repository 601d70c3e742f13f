import type { Context } from 'hono'
import type { Current } from '../current.ts'
import { declinedPasskey } from './cookies.ts'

/** While signing in by code is still fresh in her mind. */
const offeredFor = 10 * 60_000

/** ACC-3: whether this page offers a passkey: to whoever has just signed in with a code, has none, and did not say "not now" here. */
export const offersPasskey = (c: Context, { session, now }: Current): boolean =>
  session !== null &&
  (session.method === 'code' || session.method === 'link') &&
  !session.hasPasskey &&
  !session.sharedComputer &&
  now - session.createdAt <= offeredFor &&
  !declinedPasskey(c)
