import { createHash, randomBytes } from 'node:crypto'

/** Makes UUIDs of version 7: ids made later sort after earlier ones, even within a millisecond. */
export function createIds(nowMs: () => number): () => string {
  let lastMs = 0
  let counter = 0
  return () => {
    const atMs = Math.max(nowMs(), lastMs)
    counter = atMs === lastMs ? counter + 1 : 0
    lastMs = counter > 0xfff ? atMs + 1 : atMs
    if (counter > 0xfff) counter = 0
    return format(lastMs, counter, randomBytes(8).toString('hex'))
  }
}

/** The same text always gives the same id: for seeds that links and tests can name beforehand. */
export function derivedId(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return format(Date.UTC(2025, 0, 1), Number.parseInt(hash.slice(0, 3), 16), hash.slice(8, 24))
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function format(ms: number, counter: number, random: string): string {
  const time = Math.trunc(ms).toString(16).padStart(12, '0')
  const variant = ((Number.parseInt(random.slice(0, 1), 16) & 0x3) | 0x8).toString(16)
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${counter.toString(16).padStart(3, '0')}`,
    `${variant}${random.slice(1, 4)}`,
    random.slice(4, 16),
  ].join('-')
}
