const maxEntries = 50_000
const maxText = 20_000
const maxTotalText = 64 * 1024 * 1024

export type LoggedRequest = {
  /** Counts up from 1; `since` may name it. */
  seq: number
  /** The sandbox clock's instant, and the machine's in milliseconds. */
  at: string
  wallMs: number
  method: string
  path: string
  query: Record<string, unknown>
  /** Without `authorization` and cookies. */
  headers: Record<string, unknown>
  /** The same for all requests with the same `authorization`; null without one. */
  credential: string | null
  body: unknown
  /** Null while no answer has been given, or when it was withheld. */
  status: number | null
  answer: unknown
  durationMs: number | null
  /** The fault that was injected, if any. */
  fault: string | null
}

type Entry = Omit<LoggedRequest, 'body' | 'answer'> & { body: string; answer: string }

export type RequestLog = ReturnType<typeof createRequestLog>

/** Every request and its answer, the latest 50,000. */
export function createRequestLog() {
  const entries = new Map<number, Entry>()
  let seq = 0
  let textLength = 0

  function drop(entry: Entry) {
    entries.delete(entry.seq)
    textLength -= entry.body.length + entry.answer.length
  }

  function trim() {
    for (const entry of entries.values()) {
      if (entries.size <= maxEntries && textLength <= maxTotalText) return
      drop(entry)
    }
  }

  return {
    open: (request: Omit<Entry, 'seq' | 'body' | 'answer' | 'status' | 'durationMs' | 'fault'>) => {
      seq += 1
      const entry: Entry = {
        ...request,
        seq,
        body: '',
        answer: '',
        status: null,
        durationMs: null,
        fault: null,
      }
      entries.set(seq, entry)
      trim()
      return entry
    },
    /** Adds what became known about an entry. */
    amend: (
      entry: Entry,
      change: Partial<Pick<Entry, 'body' | 'answer' | 'status' | 'durationMs' | 'fault'>>,
    ) => {
      const before = entry.body.length + entry.answer.length
      Object.assign(entry, change)
      entry.body = entry.body.slice(0, maxText)
      entry.answer = entry.answer.slice(0, maxText)
      if (entries.has(entry.seq)) textLength += entry.body.length + entry.answer.length - before
    },
    /** Oldest first. `since` is an instant (inclusive) or a `seq` (exclusive); `path` a prefix. */
    list: ({ method, path, since, limit = 1_000 }: LogFilter): LoggedRequest[] => {
      const found: LoggedRequest[] = []
      for (const entry of entries.values()) {
        if (method !== undefined && entry.method !== method.toUpperCase()) continue
        if (path !== undefined && !entry.path.startsWith(path)) continue
        if (since !== undefined && !isAfter(entry, since)) continue
        found.push({ ...entry, body: parsed(entry.body), answer: parsed(entry.answer) })
        if (found.length >= limit) break
      }
      return found
    },
    size: () => entries.size,
    clear: () => {
      entries.clear()
      textLength = 0
    },
  }
}

export type LogFilter = {
  method?: string | undefined
  path?: string | undefined
  since?: string | undefined
  limit?: number | undefined
}

function isAfter(entry: Entry, since: string): boolean {
  return /^\d+$/.test(since) ? entry.seq > Number(since) : Date.parse(entry.at) >= Date.parse(since)
}

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
