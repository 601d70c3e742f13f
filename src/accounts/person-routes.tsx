import { Hono, type Context } from 'hono'
import { words as wordsOf } from '../../views/words/words.ts'
import { MessagePage } from '../../views/message-page.tsx'
import { clock } from '../clock.ts'
import { controlDatabase } from '../db.ts'
import { door, withoutOrganization } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { languageCookie, leaveBehind, sessionToken, setLanguageCookie } from './cookies.ts'
import { chooseLanguage, signOut } from './leaving.ts'
import { ownPath } from './return-to.ts'

/** The person herself, wherever she belongs: leaving, staying, her language. */
export const personRoutes = new Hono<Portal>()

personRoutes.post(paths.logout, withoutOrganization('anybody, about her own session'), async (c) => {
  const slug = await signOut(await own(c))
  leaveBehind(c)
  return answer(c, slug ? href(paths.login, { org: slug }) : href(paths.logout))
})

personRoutes.get(paths.logout, withoutOrganization('anybody'), (c) => {
  const language = languageCookie(c) === 'es' ? 'es' : 'en'
  const words = wordsOf(language)
  return page(c, <MessagePage {...{ words, language }} title={words.accounts.signedOutTitle} text={words.accounts.signedOut} />)
})

/** "Stay signed in": the door has noted the use; the answer's header says how long it lasts. Without htmx it leads back to the page. */
personRoutes.post(paths.sessionExtension, door(signedIn, { extend: true }), async (c) => {
  const back = ownPath((await fieldsOf(c)).back)
  return answer(c, back === paths.home ? href(paths.my, { org: c.var.current.organization.slug }) : back, <></>)
})

personRoutes.post(paths.language, withoutOrganization('anybody'), async (c) => {
  const { language, back = '' } = await fieldsOf(c)
  const chosen = language === 'es' ? 'es' : 'en'
  setLanguageCookie(c, chosen)
  if (sessionToken(c) !== '') await chooseLanguage(await own(c), chosen)
  return answer(c, ownPath(back))
})

async function own(c: Context<Portal>) {
  return {
    env: c.env,
    control: controlDatabase(c.env, c.var.meter),
    tokenHash: await sha256(sessionToken(c)),
    now: clock.now(),
    requestId: c.var.requestId,
  }
}
