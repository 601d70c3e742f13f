import { canTakeBack } from '../accounts/invitation-revocation.ts'
import type { StaffCurrent } from '../current.ts'
import { href, paths } from '../paths.ts'
import { NotFound } from '../web/errors.ts'
import { newKey } from '../web/new-key.ts'
import { isUndone } from './archive.ts'
import { fileFrom, type ClientFile } from './client-file.ts'

// What every door of a client's page needs, whichever form of it was sent.

/** Not this organization's is not there. */
export function theFileOf(about: Record<string, unknown>): ClientFile {
  const file = fileFrom(about)
  if (!file) throw new NotFound()
  return file
}

export const addressOf = ({ organization }: StaffCurrent, { id }: ClientFile, section?: string): string =>
  href(paths.client, { org: organization.slug, clientId: id }, {}, section)

export const shownTo = (current: StaffCurrent, file: ClientFile) => ({
  current,
  file,
  formKey: newKey(),
  canUndo: isUndone(file, current.now),
  canUndoRevocation: file.invitations.slice(0, 1).some((last) => canTakeBack(last, current.now)),
})
