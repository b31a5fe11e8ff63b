import type { Client } from '@temporalio/client'
import type { Db } from '../store/connect.ts'
import { connectionHealth, listConnections, settingsOf } from '../store/connection.ts'
import type { ConnectionRow } from '../store/schema.ts'
import { createLoop } from './dispatcher/loop.ts'
import { keepSchedules, type WantedSchedules, wantedSchedules } from './sweep-schedules.ts'
import { isTemporalAway } from './temporal-errors.ts'

export type SchedulerOptions = {
  db: Db
  temporal: Client
  timeScale: number
  log: { error: (fields: object, message: string) => void }
}

const pollMs = 5_000

/**
 * Keeps each account's sweeps on schedule: made when it is connected, changed with its settings,
 * deleted when it is disconnected. At its start it looks at all accounts; any number of processes may
 * run one. With Temporal away it tries again.
 */
export function startScheduler({ db, temporal, timeScale, log }: SchedulerOptions) {
  /** By account, what Temporal was told last. */
  const told = new Map<string, string>()

  async function keep(row: ConnectionRow): Promise<void> {
    const wanted = wantedFor(row, timeScale)
    const text = JSON.stringify(wanted)
    if (told.get(row.account_id) === text) return
    await keepSchedules(temporal, row.account_id, wanted)
    told.set(row.account_id, text)
  }

  return createLoop({
    pollMs,
    onError: (error) => {
      if (!isTemporalAway(error)) log.error({ err: error }, 'sweeps not scheduled')
    },
    async work() {
      for (const row of await listConnections(db)) await keep(row)
      return pollMs
    },
  })
}

/** Who has no key yet, or is disconnected, has nothing to look at. A refused key is tried by its sweep. */
function wantedFor(row: ConnectionRow, timeScale: number): WantedSchedules {
  switch (connectionHealth(row)) {
    case 'ready':
    case 'setup_missing':
    case 'rillet_key_refused':
    case 'sequence_key_refused':
      return wantedSchedules(settingsOf(row), timeScale)
    case 'rillet_missing':
    case 'sequence_missing':
    case 'disconnected':
      return null
  }
}
