import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import { LinkReplacedPage } from '../../views/accounts/link-replaced-page.tsx'
import { clock } from '../clock.ts'
import { href, paths } from '../paths.ts'
import { lead, page } from '../web/answer.ts'
import { emailAddress, fieldsOf, form, freeText, idempotencyKey, type Problem } from '../web/forms.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { browserToken } from './cookies.ts'
import type { LinkKind } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { countHits, isBeyond, minutesToWait, type LimitName } from './limits.ts'
import type { Shortcut } from './link-rules.ts'
import { shortcutQueries, standsNow } from './links.ts'
import { idsOf, registrationQueries, type FormIds } from './registering.ts'
import { countAskingOf, tooOften } from './code-sending-routes.tsx'
import { mayGoOn, turnstileHeaders } from './turnstile.ts'

// What the forms of the New Invitation Link and the New Appointment Link have in common: who may send them, and what they say.

/** An empty field is none. */
const orNone = (text: string | undefined): string | null => (text ? text : null)
const phone = z.string().check(z.trim(), z.maxLength(40), z.regex(/^(\+?[\d\s().\-/]{7,})?$/))
const birthDate = z.string().check(z.refine((text) => text === '' || (isDate(text) && text > '1900' && text <= today())))
const ofEverybody = {
  phone: z.pipe(z.optional(phone), z.transform(orNone)),
  birth_date: z.pipe(z.optional(birthDate), z.transform(orNone)),
  shared: z.optional(z.literal('1')),
  key: idempotencyKey,
  k: z.optional(z.string().check(z.maxLength(40))),
  'cf-turnstile-response': z.optional(z.string().check(z.maxLength(2048))),
}
const name = z.pipe(
  z.pipe(
    freeText(100),
    z.transform((text) => text.replace(/\s+/g, ' ')),
  ),
  z.string().check(z.minLength(1)),
)

/** What a newcomer typed. Somebody who is signed in is asked neither for her name nor for her address: she has proved both. */
export type Typed = z.infer<z.ZodMiniObject<typeof ofEverybody>> & { name: string; email: string }

/** Checks the form of a newcomer, with the fields it has besides. */
export function newcomerForm<M extends z.core.$ZodShape>(
  more: M,
  otherwise: (c: Context, problem: Problem) => Response | Promise<Response>,
): MiddlewareHandler {
  const visitor = form(z.object({ name, email: emailAddress, ...ofEverybody, ...more }), otherwise)
  const known = form(z.object({ ...ofEverybody, ...more }), otherwise)
  return (c, next) => ((c as unknown as Context<Portal>).var.current.person ? known(c as never, next) : visitor(c as never, next))
}

/** For the door of such a form: every counter that it moves, whether it was sent before, and the links. */
export async function newcomerQueries(context: unknown, ...also: LimitName[]): Promise<AboutQueries> {
  const c = context as Context<Portal>
  const [network, org] = [networkOf(c), c.req.param('org') ?? '']
  const counting = await countAskingOf(c)
  const registering = await countHits(c.env.PORTAL_SECRET, clock.now(), [
    ['registeredByNetwork', network],
    ['registeredByOrganization', org],
    ...also.map((limit): [LimitName, string] => [limit, network]),
  ])
  const registration = registrationQueries(await formIds(c))
  return (at) => ({ ...counting(at), ...registering(at.control), ...registration(at), ...shortcutQueries(at) })
}

/** The ids this form's registration can have. */
export const formIds = async (context: unknown): Promise<FormIds | null> => {
  const c = context as Context<Portal>
  const { path } = c.req
  return await idsOf({ secret: c.env.PORTAL_SECRET, now: clock.now(), path, browser: browserToken(c) }, await fieldsOf(c))
}

/** "Wait", when one of these limits is passed (ACC-7). */
export function pause(context: unknown, ...names: LimitName[]) {
  const c = context as Context<Portal & { Variables: { about: Record<string, unknown> } }>
  const beyond = names.find((limit) => isBeyond(limit, c.var.about))
  return beyond && tooOften(c, minutesToWait(beyond, c.var.current.now))
}

/** She owes a second factor: she gives it before she registers, and comes back to where she was (ACC-4). */
export function secondFactorFirst(context: unknown) {
  const c = context as Context<Portal>
  if (!c.var.current.session?.owesSecondFactor) return undefined
  const { pathname, search } = new URL(c.req.url)
  return lead(c, href(paths.secondFactor, {}, { next: c.req.method === 'GET' ? pathname + search : pathname }))
}

/** The page of a link that was replaced; undefined while it stands. Who is signed in has come by another way already. */
export function replacedPage(context: unknown, kind: LinkKind, suffix: string | undefined) {
  const c = context as Context<Portal & { Variables: { about: Record<string, unknown> } }>
  const { current, about } = c.var
  if (current.person || standsNow(about.links as Shortcut[], kind, suffix, current.now, c.req.method === 'POST')) return undefined
  return page(c, <LinkReplacedPage current={current} kind={kind} />, 410)
}

/** Whether the check against machines lets the form pass; on when the deployment has its keys (docs/decisions/022). */
export const seemsHuman = (context: unknown, typed: Pick<Typed, 'key' | 'cf-turnstile-response'>): Promise<boolean> =>
  mayGoOn((context as Context<Portal>).env, typed['cf-turnstile-response'], typed.key)

/** A page with such a form; with the check, its answer lets the check's script and frame in. */
export function formPage(context: unknown, html: Parameters<typeof page>[1], status?: Parameters<typeof page>[2]) {
  const c = context as Context<Portal>
  for (const [header, value] of Object.entries(turnstileHeaders(c.env))) c.header(header, value)
  return page(c, html, status)
}

/** What was typed, to be shown again; not the key: that form is another try. */
export const textsOf = (typed: object): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (typeof value === 'string' && name !== 'key' ? [[name, value]] : [])))

/** 31 February is none. */
function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** The latest date that is today anywhere. */
const today = (): string => new Date(clock.now() + 14 * 3_600_000).toISOString().slice(0, 10)
