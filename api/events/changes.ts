import { z } from 'zod'
import type { Db } from '../../store/connect.ts'
import { changesChannel, watch } from '../../store/watcher.ts'
import { listen } from '../listen.ts'

const Change = z.object({
  accountId: z.string(),
  what: z.string(),
  id: z.string().nullable(),
})

/** Something of an account changed; `what` null says that anything may have. */
export type Change = { what: string | null; id: string | null }
type Told = (change: Change) => void

export type Changes = {
  /** Tells of every change from the moment that it resolves; returns how to stop. */
  subscribe: (accountId: string, told: Told) => Promise<() => void>
  stop: () => Promise<void>
}

/** Watched accounts are named to Postgres again and again: a process that dies is not told for long. */
const watchedForMs = 60_000
const renewMs = 20_000

/** What changes in the accounts that pages are open on: one listener for all pages of this process. */
export function createChanges({ db, databaseUrl }: { db: Db; databaseUrl: string }): Changes {
  const subscribers = new Map<string, Set<Told>>()
  let stopListening: (() => Promise<void>) | null = null
  let timer: NodeJS.Timeout | undefined

  function onNotice(payload: string | null): void {
    if (payload === null) return tellAll({ what: null, id: null })
    const { data } = Change.safeParse(parse(payload))
    if (data === undefined) return
    const { accountId, ...change } = data
    for (const told of subscribers.get(accountId) ?? []) told(change)
  }

  function tellAll(change: Change): void {
    for (const all of subscribers.values()) for (const told of all) told(change)
  }

  function start(): void {
    stopListening ??= listen({ databaseUrl, channel: changesChannel, onNotice })
    timer ??= setInterval(() => {
      // One that fails is tried again at the next turn, before it lapses.
      void watch(db, [...subscribers.keys()], watchedForMs).catch(() => undefined)
    }, renewMs).unref()
  }

  return {
    async subscribe(accountId, told) {
      start()
      const those = subscribers.get(accountId) ?? new Set()
      subscribers.set(accountId, those.add(told))
      const leave = () => {
        those.delete(told)
        if (those.size === 0 && subscribers.get(accountId) === those) subscribers.delete(accountId)
      }
      try {
        await watch(db, [accountId], watchedForMs)
      } catch (error) {
        leave()
        throw error
      }
      return leave
    },
    async stop() {
      clearInterval(timer)
      subscribers.clear()
      await stopListening?.()
    },
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return null
  }
}
