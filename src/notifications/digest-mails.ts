import { digest, staffDigest } from '../../views/emails/digest.tsx'
import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { readDigest } from './digest-readings.ts'
import { link, mailTo } from './mail-to.ts'
import { readPresent, type Present, type Row } from './readings.ts'
import { clientSide, staffSide, type DropReason } from './recipients.ts'
import type { Later, Mail } from './transport.ts'

/** The one e-mail of a day, to a client or contact: what was gathered is in the portal (NOT-8). */
export async function digestMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason | Later> {
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const address = link(current, href(paths.my, { org: current.organization.slug }))
  return await mailTo(current, row, to, await digest({ language: to.language, name: to.name, address, foot: to.foot }))
}

/** To a staff member once a day, in numbers: what waits now, and what happened since her last digest (NOT-6). */
export async function staffDigestMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const present = await readPresent(current, row)
  const to = await staffSide(current, present, 'digest')
  if (typeof to === 'string') return to
  const counts = present.staff && (await readDigest(current, row, present.staff))
  if (!counts || Object.values(counts).every((count) => count === 0)) return 'nothing_new'
  const address = link(current, href(paths.requests, { org: current.organization.slug }))
  return await mailTo(current, row, to, await staffDigest({ language: to.language, name: to.name, address, foot: to.foot, counts }))
}
