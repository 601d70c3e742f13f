import { Hono, type Context } from 'hono'
import { words as wordsOf } from '../../views/words/words.ts'
import { GalleryPage } from '../../views/gallery.tsx'
import { clock } from '../clock.ts'
import { page } from '../web/answer.ts'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { castJson } from './cast.ts'
import { clockJson, instantIn, standClock } from './clock.ts'
import { runToTheEnd } from './cron.ts'
import { fillClients, fillPast } from './fill.ts'
import { fillDeliveries } from './fill-deliveries.ts'
import { DevelopmentPage } from './page.tsx'
import { reset, seed } from './seed.ts'
import { signInAs } from './sign-in.ts'

/** What makes a portal easy to try, measure and test. Without policies: mount.ts is the door of them all. */
export const developmentRoutes = new Hono<Portal>()

const junk = 'now= must be an ISO instant such as 2026-12-01T15:00:00Z, or empty.'
const most = 20_000

developmentRoutes.get('/dev', (c) => page(c, <DevelopmentPage {...clockJson()} done={c.req.query('done')} />))
developmentRoutes.get('/dev/cast.json', (c) => c.json(castJson()))
developmentRoutes.get('/dev/clock', (c) => c.json(clockJson()))

developmentRoutes.get('/dev/gallery', (c) => {
  const language = c.req.query('language') === 'es' ? 'es' : 'en'
  return page(c, <GalleryPage words={wordsOf(language)} language={language} />)
})

developmentRoutes.post('/dev/sign-in', async (c) => {
  const { person = '' } = await fieldsOf(c)
  const outcome = await signInAs(c, person)
  return 'refusal' in outcome ? c.text(outcome.refusal, 422) : c.redirect(outcome.location, 303)
})

developmentRoutes.post('/dev/clock', async (c) => {
  const { now = '' } = await fieldsOf(c)
  const at = instantIn(now)
  if (at === undefined) return c.text(junk, 422)
  await standClock(c.env.DB, at)
  return await done(c, 'clock', clockJson())
})

// `only=due` is ours, beyond the contract: what no test asks for is left out, because sealing and looking take half of the time.
developmentRoutes.post('/dev/cron', async (c) => {
  const { only } = await fieldsOf(c)
  return await done(c, 'cron', { emails: await runToTheEnd(c.env, { onlyDue: only === 'due' }) })
})

// `now=` is ours, beyond the contract: the demo data is then as of that instant, and the clock stands there.
developmentRoutes.post('/dev/reset', async (c) => {
  const { now = '' } = await fieldsOf(c)
  const at = instantIn(now)
  if (at === undefined) return c.text(junk, 422)
  await reset(c.env, at ?? Date.now())
  await standClock(c.env.DB, at)
  return await done(c, 'reset', clockJson())
})

developmentRoutes.post('/dev/seed', async (c) => await done(c, 'seed', { seeded: await seed(c.env, clock.now()) }))

developmentRoutes.post('/dev/fill', async (c) => {
  const fields = await fieldsOf(c)
  const [clients, past, emails] = [countIn(fields.clients), countIn(fields.past), countIn(fields.emails)]
  if (clients === null || past === null || emails === null)
    return c.text(`clients=, past= and emails= must be whole numbers up to ${most}.`, 422)
  const generated = await fillClients(c.env.DB, clients, clock.now())
  const filled = { past: await fillPast(c.env.DB, past, clock.now()), emails: await fillDeliveries(c.env.DB, emails, clock.now()) }
  return await done(c, 'fill', { clients, ...filled, generated })
})

/** JSON to a script, /dev again to whoever pressed a button there. */
async function done(c: Context<Portal>, what: string, json: object) {
  const { back } = await fieldsOf(c)
  const pressed = back !== undefined && c.req.header('Accept')?.includes('text/html')
  return pressed ? c.redirect(`/dev?done=${what}`, 303) : c.json(json)
}

function countIn(text = '0'): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= most ? Number(text) : null
}
