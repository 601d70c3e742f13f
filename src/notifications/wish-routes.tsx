import { Hono, type Context } from 'hono'
import { StaffWishesPage, WishesPage, type WishesPageProps } from '../../views/notifications/wishes-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { SignedIn, StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { staffMembers, whoBelongs } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { ownDiscretion, ownDiscretionFrom } from './discretion.ts'
import { eventNames } from './events.ts'
import { ownWishes, saveWishes, setEmailNotices, wishesFrom } from './preferences.ts'
import { draftFrom, draftOf, staffKinds, wishFields } from './wish-form.ts'

/** Which e-mails somebody gets at a practice: her own page, as a client or contact, and as staff (NOT-4, NOT-6). */
export const wishRoutes = new Hono<Portal>()

/** The ticks of the two pages. */
const offered = ['all', ...eventNames, 'reminder', 'digest', 'calendar_file']
const mine: AboutQueries = (at) => ({ ...ownWishes(at), ...ownDiscretion(at) })

wishRoutes.get(paths.wishes, door(whoBelongs, { about: () => mine }), (c) => {
  const { current } = c.var
  // Who only works here has her wishes on her own page of the same kind.
  if (current.mine.length === 0) return answer(c, href(paths.staffWishes, { org: current.organization.slug }))
  return showWishes(c, { saved: c.req.query('saved') === 'wishes' })
})

wishRoutes.post(
  paths.wishes,
  door(whoBelongs, { about: () => mine }),
  form(wishFields(offered), (c, { fields, typed }) => showWishes(c, { wrong: fields, draft: draftFrom(typed) }, 422)),
  async (c) => {
    const { current } = c.var
    const { version, language, wanted } = c.req.valid('form')
    const location = href(paths.wishes, { org: current.organization.slug }, { saved: 'wishes' })
    if (await saveWishes(current, wanted, { version, language, location })) return await showWishes(c, { stale: true }, 409)
    return answer(c, location)
  },
)

wishRoutes.get(paths.staffWishes, door(staffMembers, { about: () => ownWishes }), (c) =>
  showStaffs(c, { saved: c.req.query('saved') === 'wishes' }),
)

wishRoutes.post(
  paths.staffWishes,
  door(staffMembers, { about: () => ownWishes }),
  form(wishFields(staffKinds), (c, { fields, typed }) => showStaffs(c, { wrong: fields, draft: draftFrom(typed) }, 422)),
  async (c) => {
    const { current } = c.var
    const own = wishesFrom(c.var.about)
    const { version, language, wanted, notices, digestMinutes } = c.req.valid('form')
    const location = href(paths.staffWishes, { org: current.organization.slug }, { saved: 'wishes' })
    const refusal = await saveWishes(current, wanted, { version, language, location }, [
      setEmailNotices(current, { emailNotices: notices, digestMinutes: digestMinutes ?? own.digestMinutes ?? 480 }),
    ])
    if (refusal) return await showStaffs(c, { stale: true }, 409)
    return answer(c, location)
  },
)

type Shown = Partial<Pick<WishesPageProps, 'saved' | 'stale' | 'wrong' | 'draft' | 'discretion'>>

/** Her page, also as the answer to the forms on it that are about what e-mails may say. */
export function showWishes(context: unknown, shown: Shown, status: 200 | 409 | 422 = 200) {
  const c = context as Context
  const current = c.var.current as SignedIn
  const own = wishesFrom(c.var.about)
  const records = ownDiscretionFrom(c.var.about, current.person.email)
  const draft = draftOf(own, offered, current.language)
  return page(
    c,
    <WishesPage {...{ current, own, draft, records }} zone={records[0]?.zone ?? current.organization.zone} {...shown} />,
    status,
  )
}

function showStaffs(context: unknown, shown: Shown, status: 200 | 409 | 422 = 200) {
  const c = context as Context
  const current = c.var.current as StaffCurrent
  const own = wishesFrom(c.var.about)
  return page(
    c,
    <StaffWishesPage
      {...{ current, own }}
      draft={draftOf(own, staffKinds, current.language)}
      zone={own.zone ?? current.organization.zone}
      {...shown}
    />,
    status,
  )
}
