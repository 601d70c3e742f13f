import { Hono, type Context } from 'hono'
import { audit } from '../audit.ts'
import { batch } from '../db.ts'
import { door } from '../door.tsx'
import { whoBelongs } from '../policies.ts'
import { paths } from '../paths.ts'
import { answer } from '../web/answer.ts'
import { BadRequest } from '../web/errors.ts'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { draftName, draftNamed, pageOfDraft } from './draft-forms.ts'
import { dropDraft, keepDraft } from './drafts.ts'

/** Unsaved text on its way through the end of a session: app.js sends it a moment before, a button throws it away (ACC-5). */
export const draftRoutes = new Hono<Portal>()

const named = (c: Context) => draftNamed(c.req.query('form'))

// A poll: that the page sends it by itself is no activity of hers.
draftRoutes.post(paths.drafts, door(whoBelongs, { poll: true, draft: named }), async (c) => {
  const { current } = c.var
  const draft = named(c)
  if (!draft) throw new BadRequest('no draft of ours')
  if (c.req.query('discard')) {
    await batch(current.db, [dropDraft(current, draft), audit(current, 'draft.discarded', { kind: 'draft', id: draftName(draft) })])
    return answer(c, pageOfDraft(current.organization.slug, draft))
  }
  const kept = await keepDraft(current, current.person.id, draft, await fieldsOf(c))
  if (kept.length > 0) await batch(current.db, kept)
  return c.body(null, 204)
})
