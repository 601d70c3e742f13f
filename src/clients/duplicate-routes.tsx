import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { DuplicatesPage } from '../../views/clients/duplicates-page.tsx'
import { PairPage } from '../../views/clients/pair-page.tsx'
import { UnmergeRefusedPage } from '../../views/clients/unmerge-refused-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { dismiss, duplicatesFrom, possibleDuplicates, showAgain } from './duplicates.ts'
import { merge, type MergeRefusal } from './merging.ts'
import { pairFrom, readPair, type PairRead } from './pair.ts'
import { mergeFrom, readMerge, unmerge } from './unmerging.ts'
import { noteOpening } from './openings.ts'

/** Clients > Possible duplicates: two records side by side, merged, and taken apart again (LNK-5). Administrators only. */
export const duplicateRoutes = new Hono<Portal>()

const changing = z.object({ key: z.optional(idempotencyKey) })
const merging = z.object({
  keep: z.string().check(z.maxLength(60)),
  versions: z.string().check(z.regex(/^\d{1,9}\.\d{1,9}$/)),
  key: z.optional(idempotencyKey),
})
const undoing = z.object({ version, key: z.optional(idempotencyKey) })
const aPair = { about: () => readPair }

duplicateRoutes.get(paths.duplicates, door(administrators, { about: (c) => possibleDuplicates(c.req.query('after') ?? '') }), (c) =>
  page(c, <DuplicatesPage current={c.var.current} {...duplicatesFrom(c.var.about)} formKey={newKey()} />),
)

duplicateRoutes.get(paths.duplicatePair, door(administrators, aPair), (c) => {
  const pair = pairOf(c)
  noteOpening(
    c,
    c.var.current,
    'comparison',
    pair.records.map(({ id }) => id),
  )
  return showPair(c, pair)
})

duplicateRoutes.post(paths.duplicateDismissal, door(administrators, aPair), form(changing, badForm), async (c) => {
  const { records } = pairOf(c)
  await dismiss(c.var.current, [records[0].id, records[1].id], listOf(c.var.current))
  return answer(c, listOf(c.var.current))
})

duplicateRoutes.post(paths.duplicateReturn, door(administrators, aPair), form(changing, badForm), async (c) => {
  const { records } = pairOf(c)
  await showAgain(c.var.current, [records[0].id, records[1].id], listOf(c.var.current))
  return answer(c, listOf(c.var.current))
})

duplicateRoutes.post(paths.merge, door(administrators, aPair), form(merging, badForm), async (c) => {
  const { current } = c.var
  const pair = pairOf(c)
  const { keep, versions } = c.req.valid('form')
  const kept = pair.records.find(({ id }) => id === keep)
  const merged = pair.records.find(({ id }) => id !== keep)
  if (!kept || !merged) throw new NotFound()
  if (versions !== versionsOf(pair)) return await showPair(c, pair, 'stale')
  const location = href(paths.client, { org: current.organization.slug, clientId: kept.id }, {}, 'merges')
  const refusal = await merge(current, kept, merged, location)
  return refusal ? await showPair(c, pair, refusal) : answer(c, location)
})

duplicateRoutes.post(paths.mergeUndo, door(administrators, { about: () => readMerge }), form(undoing, badForm), async (c) => {
  const { current, about } = c.var
  const found = mergeFrom(about)
  if (!found) throw new NotFound()
  const location = href(paths.client, { org: current.organization.slug, clientId: found.kept }, {}, 'merges')
  const refusal = await unmerge(current, found, c.req.valid('form').version, location)
  if (!refusal) return answer(c, location)
  return await page(c, <UnmergeRefusedPage current={current} clientId={found.kept} refusal={refusal} />, 409)
})

/** The pair of the address; a record that is not this organization's, or was merged, is not there. */
function pairOf(context: unknown): PairRead {
  const c = context as Context<Portal & { Variables: { about: Record<string, unknown> } }>
  const pair = pairFrom(c.var.about, c.req.param('clientId') ?? '')
  if (!pair) throw new NotFound()
  return pair
}

const versionsOf = ({ records }: PairRead): string => records.map((record) => record.version).join('.')
const listOf = ({ organization }: StaffCurrent): string => href(paths.duplicates, { org: organization.slug })

function showPair(context: unknown, pair: PairRead, refusal?: MergeRefusal) {
  const c = context as Context<Portal>
  const props = { current: c.var.current as StaffCurrent, pair, versions: versionsOf(pair), formKey: newKey(), refusal }
  return page(c, <PairPage {...props} />, refusal ? 409 : 200)
}
