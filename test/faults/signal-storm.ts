import { setTimeout as pause } from 'node:timers/promises'
import { deliveriesOf } from '../../bench/deliveries.ts'
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

/**
 * Hints on their way at once. Temporal fails a decision of a run during which more than a hundred events came
 * (`history.maximumBufferedEventsBatch`), and the next one has more to read: without an end to each burst the run
 * never catches up. It lets a run go on in a new one once a second: the bursts may not be small either.
 */
const burst = 300

/**
 * Sends so many hints straight to one invoice's run, past the gateway that would join them, and waits until
 * it has taken them in: the next burst comes when the run has seen the one before. None may be lost where one
 * run goes on in the next.
 */
export async function signalStorm(
  { temporal }: Pick<World, 'temporal'>,
  account: Account,
  options: StormOptions,
): Promise<Storm> {
  const hint = { kinds: ['updated'], version: '2020-01-01T00:00:00.000Z', status: null }
  return storm(temporal, account, options, ({ handle }) => ({
    send: () => handle.signal('remoteChanged', { ...hint, amountDue: null, count: 1 }),
    // A query is answered by a run that has seen all signals sent before it.
    seen: () => hintsOf(handle),
    // A hint that is news has the echoes before it counted.
    finish: () => handle.signal('sourceChanged', { version: null, count: 1 }),
  }))
}

/** Delivers so many webhooks of Rillet's about one invoice, each of them news, as they come in life. */
export async function webhookStorm(
  { temporal, apiUrl }: Pick<World, 'temporal' | 'apiUrl'>,
  account: Account,
  options: StormOptions,
): Promise<Storm> {
  const url = `${apiUrl}/api/rillet/webhooks/${account.id}`
  return storm(temporal, account, options, ({ rilletId }) => {
    const delivery = deliveriesOf(
      { entity: 'INVOICE', event: 'UPDATED', about: () => rilletId },
      account.webhook.token,
    )
    const send = async () => {
      const { headers = {}, body = '' } = delivery({})
      const answer = await fetch(url, { method: 'POST', headers, body })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`a webhook was answered ${answer.status}`)
    }
    return { send, seen: async () => {}, finish: send }
  })
}

type Target = { handle: Handle; rilletId: string }
type Way = {
  send: () => Promise<void>
  /** Resolves when the next burst may come. */
  seen: () => Promise<unknown>
  finish: () => Promise<void>
}

async function storm(
  temporal: World['temporal'],
  account: Account,
  { hints, overMs = 0, withinMs }: StormOptions,
  wayTo: (target: Target) => Way,
): Promise<Storm> {
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  const handle = temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  const { send, seen, finish } = wayTo({ handle, rilletId })
  const before = await hintsOf(handle)
  const startedMs = Date.now()
  for (let done = 0; done < hints; done += burst) {
    await pause(Math.max(startedMs + (overMs * done) / hints - Date.now(), 0))
    const size = Math.min(burst, hints - done)
    const ends = await Promise.allSettled(Array.from({ length: size }, send))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    await seen()
  }
  await finish()
  const sentMs = Date.now() - startedMs
  const sent = hints + 1
  const counted = (await hintsOnce(handle, { wanted: before + sent, withinMs })) - before
  const ended = await endedLengths(temporal, await handle.describe())
  return { sent, counted, sentMs, runs: ended.length + 1, longest: Math.max(0, ...ended) }
}

type Handle = ReturnType<World['temporal']['workflow']['getHandle']>

/** How many hints the run, and those that it goes on from, have taken in. */
export const hintsOf = async (handle: Handle): Promise<number> =>
  (await handle.query<{ hints: number }>('status')).hints

/** As `hintsOf`, as soon as so many are taken in, or when the time is over. */
export async function hintsOnce(
  handle: Handle,
  { wanted, withinMs }: { wanted: number; withinMs: number },
): Promise<number> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const counted = await hintsOf(handle)
    if (counted >= wanted || Date.now() > deadline) return counted
    await pause(50)
  }
}

/** Events of every run of an invoice, the open one last. */
export async function runLengths(
  temporal: World['temporal'],
  workflowId: string,
): Promise<number[]> {
  const open = await temporal.workflow.getHandle(workflowId).describe()
  return [...(await endedLengths(temporal, open)), open.historyLength]
}

/** Temporal's list lags behind: it is right once it shows the run that is open now. */
async function endedLengths(
  temporal: World['temporal'],
  { workflowId, runId }: { workflowId: string; runId: string },
): Promise<number[]> {
  const query = `WorkflowId = '${workflowId}'`
  for (;;) {
    const ended: number[] = []
    let isThere = false
    for await (const one of temporal.workflow.list({ query })) {
      if (one.status.name === 'RUNNING') isThere = one.runId === runId
      else ended.push(one.historyLength ?? 0)
    }
    if (isThere) return ended
    await pause(100)
  }
}
