/** Where a page of a list by time begins: behind (`older`) or before (`newer`) a row. An id and an instant: nothing that says what it was about. */
export interface Cursor {
  side: 'older' | 'newer'
  at: number
  id: string
}

export const cursorOf = ({ at, id }: { at: number; id: string }): string => `${at}.${id}`

/** Of an address: `?older=` or `?newer=`; null for what was never a cursor. */
export function cursorFrom(query: Record<string, string>): Cursor | null {
  for (const side of ['older', 'newer'] as const) {
    const [, at, id] = /^(\d{1,15})\.([\w.-]{1,160})$/.exec(query[side] ?? '') ?? []
    if (at && id) return { side, at: Number(at), id }
  }
  return null
}

/** A page of `size` rows out of one more than that, newest first, with whether there is something on either side. */
export function pageOf<T>(found: T[], cursor: Cursor | null, size: number) {
  const more = found.length > size
  const cut = found.slice(0, size)
  const isBack = cursor?.side === 'newer'
  return { rows: isBack ? cut.toReversed() : cut, hasNewer: isBack ? more : cursor !== null, hasOlder: isBack || more }
}
