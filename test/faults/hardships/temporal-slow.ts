import type { Client } from '@temporalio/client'
import { createDice } from '../dice.ts'
import type { Outcome } from '../scenario.ts'
import type { Hardship } from './hardship.ts'

const latencyMs = { least: 200, most: 800 }
/** Of all decisions; more would be a storm, each made again and again. */
const mostTimedOut = 0.05

/** Temporal answers, half a second late in each direction: all takes longer, and no decision times out for it. */
export const temporalSlow: Hardship = async ({ stage }, play, say) => {
  const dice = createDice(9)
  stage.temporalProxy.slow(() => dice.int(latencyMs.least, latencyMs.most))
  const outcomes = await play()
  stage.temporalProxy.slow(null)
  const { made, timedOut } = await decisionsOf(stage.temporal, outcomes)
  say(`${made} decisions made, ${timedOut} timed out`)
  if (made === 0) return ['no decision was made while Temporal was slow']
  return timedOut > made * mostTimedOut
    ? [`${timedOut} decisions timed out beside ${made} made, while Temporal was slow`]
    : []
}

async function decisionsOf(temporal: Client, outcomes: Outcome[]) {
  let [made, timedOut] = [0, 0]
  for (const { accountId, invoices } of outcomes) {
    for (const { invoiceId } of invoices) {
      const handle = temporal.workflow.getHandle(`invoice/${accountId}/${invoiceId}`)
      const { events } = await handle.fetchHistory()
      for (const event of events ?? []) {
        if (event.workflowTaskCompletedEventAttributes) made += 1
        if (event.workflowTaskTimedOutEventAttributes) timedOut += 1
      }
    }
  }
  return { made, timedOut }
}
