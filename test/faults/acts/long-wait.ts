import { setTimeout as pause } from 'node:timers/promises'
import { invoiceWorkflowId } from '../../../domain/ids.ts'
import type { Json } from '../../support/http.ts'
import type { Violation } from '../oracle/ledger.ts'
import { hintsOf, hintsOnce, runLengths } from '../signal-storm.ts'
import type { Pace, Theatre } from '../theatre.ts'

const days = 400
const dayMs = 86_400_000
/** News of nothing, once in so many days; the invoice that waits hears a tenth of it, since it reads all anew each time. */
const hintEveryDays = 10
/** What no run passes; what an invoice that waits for its payment needs in all its days. */
const mostEvents = 200

/** A day is a second: 400 of them are seven minutes, in which blocked invoices are read four times a day. */
const quickDayMs = 1_000
export const quick: Pace = {
  timeScale: dayMs / quickDayMs,
  listingLagMs: 0,
  settlingMs: 100,
  caps: [60],
}

/**
 * One invoice waits 400 days for its payment, another as long for its customer to be linked, with sweeps on schedule
 * and a hint now and then. Neither run's history grows long, no hint is lost, and both go on in the end.
 */
export async function playLongWait(
  { stage, hire }: Pick<Theatre, 'stage' | 'hire'>,
  say: (line: string) => void,
): Promise<Violation[]> {
  // Calls to Rillet a minute: no limit of ours is what is looked at.
  const account = await hire({ cap: 1_000 })
  const { temporal } = stage
  const workflowId = (invoiceId: string) => invoiceWorkflowId({ accountId: account.id, invoiceId })
  const handle = (invoiceId: string) => temporal.workflow.getHandle(workflowId(invoiceId))

  const waiting = await account.synced()
  const stranger = await account.newCustomer()
  const held = await account.draft({ customerId: stranger.id })
  await account.finalize(held)
  await account.until(held, 'blocked')

  const startedMs = Date.now()
  const listeners = [
    { id: waiting.id, everyDays: 10 * hintEveryDays, heard: await hintsOf(handle(waiting.id)) },
    { id: held, everyDays: hintEveryDays, heard: await hintsOf(handle(held)) },
  ]
  for (let day = hintEveryDays; day <= days; day += hintEveryDays) {
    await pause(Math.max(startedMs + day * quickDayMs - Date.now(), 0))
    for (const listener of listeners.filter(({ everyDays }) => day % everyDays === 0)) {
      await handle(listener.id).signal('sourceChanged', { version: null, count: 1 })
      listener.heard += 1
    }
  }
  const wrong: string[] = []
  for (const { id, heard } of listeners) {
    const counted = await hintsOnce(handle(id), { wanted: heard, withinMs: 10_000 })
    if (counted !== heard) wrong.push(`${heard} hints to ${id} in ${days} days, ${counted} counted`)
  }
  const ofWaiting = sum(await runLengths(temporal, workflowId(waiting.id)))
  const ofHeld = await runLengths(temporal, workflowId(held))
  const longest = Math.max(...ofHeld)
  const { items: sweeps } = await stage.api.get(`${account.at}/sweeps?limit=100`)
  const took = Math.round((Date.now() - startedMs) / 1_000)
  say(
    `${days} days in ${took} s: ${ofWaiting} events of the invoice that waits; ${sum(ofHeld)} of the blocked one in ${ofHeld.length} runs, the longest of ${longest}`,
  )
  if (ofWaiting >= mostEvents) wrong.push(`an invoice that waits took ${ofWaiting} events`)
  if (longest > mostEvents) wrong.push(`a run of the blocked invoice grew to ${longest} events`)
  if (ofHeld.length < 2) wrong.push('the blocked invoice never went on in a new run')
  const isSwept = sweeps.some(({ outcome }: Json) => outcome === 'done')
  if (!isSwept) wrong.push('no sweep ran meanwhile')

  await account.linkCustomer(stranger)
  await account.until(held, 'synced')
  await account.pay(waiting.rilletId, '100.00')
  await account.until(waiting.id, 'paid')
  return wrong.map((what): Violation => ({ rule: 'final state', what, seed: null }))
}

const sum = (lengths: number[]): number => lengths.reduce((total, length) => total + length, 0)
