/** A client's id as `after`, `before` and `from` of an address carry it: of an id only, because a name belongs in no address (SET-41). */
export const cursorOf = (clientId: string): string => btoa(clientId).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The id again; null for what was never a cursor. */
export function clientIdOf(cursor: string | undefined): string | null {
  if (!cursor || !/^[\w-]{1,120}$/.test(cursor)) return null
  try {
    return atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return null
  }
}
