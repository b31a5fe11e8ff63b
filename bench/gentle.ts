import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { BareTimes } from './bare/runs.ts'
import type { Compared } from './bench.ts'
import type { Account } from './environment/account.ts'
import { answeredAt, followRequests } from './environment/requests.ts'
import { settleAll, syncAll } from './ours.ts'

/** Milliseconds of one invoice, by the stand-ins' clocks. */
export type OurLatencies = {
  /** From Sequence's webhook being sent to Rillet's being asked to create. */
  sync: number
  /** From the payment's answer in Rillet to PAID in Sequence. */
  settle: number
}
export type Latencies = { ours: OurLatencies[]; bare: BareTimes[] }

/** Longer than the window in which later hints wait for each other. */
const restMs = 1_200

/** One invoice after the other, ours and bare in turns, each alone on the machine. */
export async function runGently({ account, bare, sizes }: Compared): Promise<Latencies> {
  const latencies: Latencies = { ours: [], bare: [] }
  for (let turn = 0; turn < sizes.gentle; turn += 1) {
    latencies.ours.push(await oneOfOurs(account))
    latencies.bare.push(await bare.runOne())
  }
  return latencies
}

async function oneOfOurs(account: Account): Promise<OurLatencies> {
  const id = await account.draft()
  await pause(restMs)
  const payments = await followRequests(account.rilletControl)
  const arrivals = await syncAll(account, [id])
  const sentAt = await webhookSentAt(account, id)
  await pause(restMs)

  const settlements = await settleAll(account, arrivals)
  const [payment] = await payments.next({ method: 'POST', path: /\/payments$/ })
  const [creation, settlement] = [arrivals.get(id)?.creation, settlements.get(id)]
  if (!creation || !settlement || !payment) throw new Error(`${id}: the logs hold no such calls`)
  await pause(restMs)
  return {
    sync: creation.wallMs - sentAt,
    settle: answeredAt(settlement) - answeredAt(payment),
  }
}

const Attempt = z.object({ at: z.iso.datetime(), status: z.number().nullable() })
const Deliveries = z.object({
  deliveries: z.array(z.object({ body: z.string(), attempts: z.array(Attempt) })),
})
const Body = z.object({ resourceId: z.string(), resource: z.object({ status: z.string() }) })

/** When Sequence first sent that the invoice is final. */
async function webhookSentAt({ sequenceControl }: Account, invoiceId: string): Promise<number> {
  const { deliveries } = await sequenceControl.get('/deliveries', Deliveries)
  const sent = deliveries.flatMap(({ body, attempts: [first] }) => {
    const { data } = Body.safeParse(JSON.parse(body))
    const isIt = data?.resourceId === invoiceId && data.resource.status === 'FINAL'
    return isIt && first ? [Date.parse(first.at)] : []
  })
  return Math.min(...sent)
}
