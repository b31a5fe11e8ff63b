/** A page of a list; `nextCursor` null on the last. */
export type Listed<T> = { items: T[]; nextCursor: string | null }

/** Where a list goes on, as an opaque text. */
export const toCursor = (parts: string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/** What the text holds, of any form; null when it is none. The caller looks whether it is a cursor. */
export function fromCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/** Cuts a page out of rows of which one more than `limit` was asked for. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (row: T) => string[]): Listed<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return { items, nextCursor: hasMore ? toCursor(cursorOf(last)) : null }
}
