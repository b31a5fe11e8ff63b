import { setTimeout as pause } from 'node:timers/promises'
import { deliveriesOf } from '../../../bench/deliveries.ts'
import type { Hardship } from './hardship.ts'

const fullMs = 30_000
const lookEveryMs = 200
const againWithinMs = 60_000

/**
 * Postgres has no byte left, and may even end: nothing is acknowledged that is not stored, and all goes on when there
 * is room again. Needs a stage with a disk of its own.
 */
export const diskFull: Hardship = async ({ stage, actors }, play, say) => {
  const { disk, apiUrl, db } = stage
  if (disk === null) throw new Error('this stage has no disk of its own')
  const before = await countDeliveries()
  const playing = play()
  // Not before the scenarios are set up: that is done by the api too.
  while ((await countDeliveries()) === before) await pause(lookEveryMs)

  const [{ id: accountId, webhook }] = actors as [(typeof actors)[0]]
  const about = () => '00000000-0000-4000-8000-000000000000'
  const make = deliveriesOf({ entity: 'CUSTOMER', event: 'UPDATED', about }, webhook.token)
  type Delivery = ReturnType<typeof make>
  /** The scenarios may have nothing to tell just now: one of our own is told every time. */
  const tell = async ({ headers = {}, body = '' }: Delivery): Promise<number> => {
    const url = `${apiUrl}/api/rillet/webhooks/${accountId}`
    const answer = await fetch(url, { method: 'POST', headers, body })
    await answer.arrayBuffer()
    return answer.status
  }

  disk.fill()
  const told: Delivery[] = []
  let refused: Delivery[] = []
  const wrong = new Set<string>()
  let saidNotReady = 0
  for (const untilMs = Date.now() + fullMs; Date.now() < untilMs; await pause(lookEveryMs)) {
    const one = make({})
    told.push(one)
    const status = await tell(one)
    if (status === 503) refused.push(one)
    else if (status >= 300) wrong.add(`a webhook was answered ${status} while the disk was full`)
    if ((await fetch(`${apiUrl}/readyz`)).status === 503) saidNotReady += 1
  }
  disk.free()
  const refusals = refused.length
  for (const deadline = Date.now() + againWithinMs; Date.now() < deadline; ) {
    const again = await Promise.all(refused.map(async (one) => ({ one, status: await tell(one) })))
    refused = again.filter(({ status }) => status >= 300).map(({ one }) => one)
    if (refused.length === 0) break
    await pause(lookEveryMs)
  }
  await playing
  say(
    `the disk was full for ${fullMs / 1_000} s: ${refusals} of ${told.length} webhooks refused, ${saidNotReady} times not ready`,
  )
  const { n } = await db
    .selectFrom('inbox')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('delivery_id', 'in', told.map(idOf))
    .executeTakeFirstOrThrow()
  return [
    ...wrong,
    ...(refusals > 0 ? [] : ['no webhook was refused while the disk was full']),
    ...(Number(n) === told.length
      ? []
      : [`${told.length} webhooks were taken in the end, ${n} stored`]),
  ]

  async function countDeliveries(): Promise<number> {
    return (await stage.sequence.get('/_sandbox/deliveries')).deliveries.length
  }
}

const idOf = ({ headers }: { headers?: Record<string, unknown> }): string =>
  String(headers?.['x-rillet-id'])
