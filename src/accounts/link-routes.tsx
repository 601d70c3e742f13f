import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { LinkSheet } from '../../views/accounts/link-sheet.tsx'
import { LinksPage, type ShownLink } from '../../views/accounts/links-page.tsx'
import { QrCode } from '../../views/accounts/qr-code.tsx'
import { words as wordsOf } from '../../views/words/words.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { linkKinds, type LinkKind } from './entry-schema.ts'
import type { Shortcut } from './link-rules.ts'
import { addressOfLink, presentLink, replacedBy, rotate, shortcutQueries, undoRotation } from './links.ts'

/** Organization > Links: the three addresses an administrator hands out (LNK-1 to LNK-3). */
export const linkRoutes = new Hono<Portal>()

const seeing = z.object({ seen: z.string().check(z.maxLength(40)), key: z.optional(idempotencyKey) })
const theLinks = { about: () => shortcutQueries }

linkRoutes.get(paths.links, door(administrators, theLinks), (c) => page(c, <LinksPage current={c.var.current} links={shown(c)} />))

linkRoutes.get(paths.linkSheet, door(administrators, theLinks), (c) => {
  const { current } = c.var
  return page(c, <LinkSheet current={current} link={own(c)} practiceWords={wordsOf(current.organization.language)} />)
})

linkRoutes.get(paths.linkImage, door(administrators, theLinks), async (c) => {
  const { kind, address } = own(c)
  const image = await (<QrCode text={address} label={c.var.current.words.settings.links[kind].label} pixels={660} file />)
  return c.body(String(image), 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' })
})

linkRoutes.post(paths.linkRotation, door(administrators, theLinks), form(seeing, badForm), async (c) => {
  const { current } = c.var
  const { kind } = own(c)
  return await show(c, kind, await rotate(current, kind, c.req.valid('form').seen))
})

linkRoutes.post(paths.linkRotationUndo, door(administrators, theLinks), form(seeing, badForm), async (c) => {
  const { current } = c.var
  const { kind, suffix } = own(c)
  const { seen } = c.req.valid('form')
  return await show(c, kind, seen === suffix ? await undoRotation(current, rowsOf(c), kind) : 'stale')
})

async function show(context: unknown, kind: LinkKind, refusal: string | null) {
  const c = context as Context
  const current = c.var.current as StaffCurrent
  if (refusal) return await page(c, <LinksPage current={current} links={shown(c)} stale={kind} />, 409)
  return answer(c, href(paths.links, { org: current.organization.slug }, {}, `link-${kind}`))
}

const rowsOf = (context: unknown): Shortcut[] => (context as { var: { about: { links: Shortcut[] } } }).var.about.links

/** The three links as they are handed out, in their order. */
function shown(context: unknown): ShownLink[] {
  const { current } = (context as Context<Portal>).var
  const links = rowsOf(context)
  return linkKinds.flatMap((kind) => {
    const link = presentLink(links, kind)
    const mayUndo = replacedBy(links, kind, current.now) !== undefined
    return link ? [{ ...link, address: addressOfLink(current, kind, link.suffix), mayUndo }] : []
  })
}

/** The link of the address. There are three. */
function own(context: unknown): ShownLink {
  const link = shown(context).find(({ kind }) => kind === (context as Context).req.param('kind'))
  if (!link) throw new NotFound()
  return link
}
