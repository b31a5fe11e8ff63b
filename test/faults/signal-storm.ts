import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '../support/account.ts'
import type { World } from '../support/world.ts'

export type Storm = {
  sent: number
  /** As the run counts them, over all runs of its chain. */
  counted: number
  /** Milliseconds from the first hint to the last. */
  sentMs: number
  /** How many runs the chain has. */
  runs: number
  /** Events of the longest run that has ended. */
  longest: number
}

export type StormOptions = {
  hints: number
  /** The hints are spread over so long; as fast as they can be sent if it is not given. */
  overMs?: number
  withinMs: number
}

const batch = 50

/**
 * Sends so many hints straight to one invoice's run, past the gateway that would join them, and waits until
 * it has taken them in. None may be lost where one run goes on in the next.
 */
export async function signalStorm(
  { temporal }: Pick<World, 'temporal'>,
  account: Account,
  { hints, overMs = 0, withinMs }: StormOptions,
): Promise<Storm> {
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  const handle = temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  const before = await countedBy(handle)
  const hint = { kinds: ['updated'], version: '2020-01-01T00:00:00.000Z', status: null }
  const startedMs = Date.now()
  for (let sent = 0; sent < hints; sent += batch) {
    const size = Math.min(batch, hints - sent)
    await Promise.all(
      Array.from({ length: size }, () =>
        handle.signal('remoteChanged', { ...hint, amountDue: null, count: 1 }),
      ),
    )
    const dueMs = startedMs + (overMs * (sent + size)) / hints
    if (dueMs > Date.now()) await pause(dueMs - Date.now())
  }
  // A hint that is news has the echoes before it counted.
  await handle.signal('sourceChanged', { version: null, count: 1 })
  const sentMs = Date.now() - startedMs
  const sent = hints + 1
  const deadline = Date.now() + withinMs
  let counted = 0
  while (Date.now() < deadline && counted < sent) {
    counted = (await countedBy(handle)) - before
    await pause(50)
  }
  return { sent, counted, sentMs, ...(await lengths(temporal, `invoice/${account.id}/${id}`)) }
}

type Handle = ReturnType<World['temporal']['workflow']['getHandle']>

const countedBy = async (handle: Handle): Promise<number> =>
  (await handle.query<{ hints: number }>('status')).hints

/** Temporal's list lags behind: it is right once it shows the run that is open now. */
async function lengths(temporal: World['temporal'], workflowId: string) {
  const query = `WorkflowId = '${workflowId}'`
  const { runId } = await temporal.workflow.getHandle(workflowId).describe()
  for (;;) {
    const ended: number[] = []
    let isThere = false
    for await (const one of temporal.workflow.list({ query })) {
      if (one.status.name === 'RUNNING') isThere = one.runId === runId
      else ended.push(one.historyLength ?? 0)
    }
    if (isThere) return { runs: ended.length + 1, longest: Math.max(0, ...ended) }
    await pause(100)
  }
}
