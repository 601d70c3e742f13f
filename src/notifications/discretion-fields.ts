import * as z from 'zod'
import { emailAddress, idempotencyKey, version } from '../web/forms.ts'

/** The forms of what e-mails about a client may say, and where they go: hers, and those that staff have for her. */
export const ending = z.object({ version, key: idempotencyKey.optional() })
export const choosing = ending.extend({ discreet: z.enum(['neutral', 'date_and_time', 'no_email']) })
export const asking = ending.extend({ email: emailAddress })
