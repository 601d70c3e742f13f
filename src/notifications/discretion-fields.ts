import * as z from 'zod/mini'
import { emailAddress, idempotencyKey, version } from '../web/forms.ts'

/** The forms of what e-mails about a client may say, and where they go: hers, and those that staff have for her. */
export const ending = z.object({ version, key: z.optional(idempotencyKey) })
export const choosing = z.extend(ending, { discreet: z.enum(['neutral', 'date_and_time', 'no_email']) })
export const asking = z.extend(ending, { email: emailAddress })
