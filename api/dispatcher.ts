import type { Client } from '@temporalio/client'
import type { Db } from '../store/connect.ts'
import { takeInbox } from '../store/inbox.ts'
import { dispatchChannel } from '../store/outbox.ts'
import { nextDueInMs, takeOutbox } from '../store/outbox-taking.ts'
import { probeUnreported } from '../store/probe.ts'
import { handOverDelivery } from './dispatcher/hand-over.ts'
import { createLoop } from './dispatcher/loop.ts'
import { paceOf } from './dispatcher/pace.ts'
import { send } from './dispatcher/send.ts'
import { listen } from './listen.ts'

export type DispatcherOptions = {
  db: Db
  databaseUrl: string
  temporal: Client
  timeScale: number
  log: { error: (fields: object, message: string) => void }
}

export type Dispatcher = {
  /** A delivery was stored in this process. */
  wake: () => void
  /** Finishes what is in hand. */
  stop: () => Promise<void>
}

const inboxBatch = 16
const inFlight = 20

/**
 * Takes deliveries from the inbox to the outbox, and wake-ups from the outbox to Temporal. Any
 * number of processes may run one: a row is held by one at a time, for as long as a short lease.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, databaseUrl, temporal, timeScale, log } = options
  const pace = paceOf(timeScale)
  const { leaseMs, pollMs } = pace
  const onError = (error: unknown) => log.error({ err: error }, 'dispatcher failed')

  const outbox = createLoop({
    pollMs,
    onError,
    async work() {
      const rows = await takeOutbox(db, { limit: inFlight, leaseMs })
      const sent = await Promise.all(rows.map((row) => send({ db, temporal, pace }, row)))
      if (!sent.every(Boolean)) return pollMs
      return rows.length === inFlight ? 0 : nextDueInMs(db, pollMs)
    },
  })
  const inbox = createLoop({
    pollMs,
    onError,
    async work() {
      const rows = await takeInbox(db, { limit: inboxBatch, leaseMs })
      await Promise.all(rows.map((row) => handOverDelivery(db, row, pace)))
      if (rows.length > 0) outbox.wake()
      return rows.length === inboxBatch ? 0 : pollMs
    },
  })
  const probes = createLoop({
    pollMs: Math.max(pace.probeMs / 10, 100),
    onError,
    async work() {
      await probeUnreported(db, pace.probeMs)
      return Number.POSITIVE_INFINITY
    },
  })
  const onNotice = () => {
    inbox.wake()
    outbox.wake()
  }
  const stopListening = listen({ databaseUrl, channel: dispatchChannel, onNotice })

  return {
    wake: inbox.wake,
    async stop() {
      await Promise.all([stopListening(), inbox.stop(), outbox.stop(), probes.stop()])
    },
  }
}
