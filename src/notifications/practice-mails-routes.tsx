import { Hono, type Context } from 'hono'
import { PracticeMailsPage, type PracticeMailsPageProps } from '../../views/notifications/practice-mails-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { ending } from './discretion-fields.ts'
import { mailsDraftFrom, mailsDraftOf, mailsFields } from './practice-mails-form.ts'
import { mailsFrom, practiceMails, savePracticeMails, undoableMails } from './practice-mails.ts'

/** Organization > Client Portal > E-mails: what holds for all e-mails of the practice (NOT-3, NOT-7, NOT-8). */
export const practiceMailsRoutes = new Hono<Portal>()

const theMails = { about: () => practiceMails }

practiceMailsRoutes.get(paths.practiceMails, door(administrators, theMails), (c) => {
  const done = c.req.query('done')
  return show(c, { ...(done === 'saved' && { outcome: 'saved' }), ...(done === 'undone' && { outcome: 'undone' }) })
})

practiceMailsRoutes.post(
  paths.practiceMails,
  door(administrators, theMails),
  form(mailsFields, (c, { fields, typed }) => show(c, { wrong: fields, draft: mailsDraftFrom(typed) }, 422)),
  async (c) => {
    const { current, about } = c.var
    const { wanted, version } = c.req.valid('form')
    const location = addressOf(current, 'saved')
    if (await savePracticeMails(current, mailsFrom(about), wanted, { version, location })) return await show(c, { outcome: 'stale' }, 409)
    return answer(c, location)
  },
)

practiceMailsRoutes.post(paths.practiceMailsUndo, door(administrators, theMails), form(ending, badForm), async (c) => {
  const { current, about } = c.var
  const now = mailsFrom(about)
  const were = undoableMails(now, current.now)
  const location = addressOf(current, 'undone')
  const seen = { version: c.req.valid('form').version, location }
  if (!were) return await show(c, { outcome: 'stale' }, 409)
  const { senderName, language, graceSeconds, reminderHours, quietHours } = were
  const wanted = { senderName, language, graceSeconds, reminderHours, quietHours }
  if (await savePracticeMails(current, now, wanted, seen, 'organization.mails_undone')) return await show(c, { outcome: 'stale' }, 409)
  return answer(c, location)
})

const addressOf = ({ organization }: StaffCurrent, done: string): string => href(paths.practiceMails, { org: organization.slug }, { done })

function show(context: unknown, shown: Partial<PracticeMailsPageProps>, status: 200 | 409 | 422 = 200) {
  const c = context as Context
  const current = c.var.current as StaffCurrent
  const mails = mailsFrom(c.var.about)
  const canUndo = undoableMails(mails, current.now) !== null
  return page(c, <PracticeMailsPage {...{ current, canUndo }} version={mails.version} draft={mailsDraftOf(mails)} {...shown} />, status)
}
