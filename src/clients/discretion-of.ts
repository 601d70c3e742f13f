import type { Discretion } from '../notifications/discretion.ts'
import type { ClientFile } from './client-file.ts'

/** Of her file, what e-mails about her may say, and where they go. */
export const discretionOf = ({
  id,
  discreetChangedAt: changedAt,
  discreetChangedByName: changedByName,
  ...file
}: ClientFile): Discretion => ({
  ...file,
  clientId: id,
  changedAt,
  changedByName,
  zone: null,
})
