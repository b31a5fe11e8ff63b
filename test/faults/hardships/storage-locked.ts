import { setTimeout as pause } from 'node:timers/promises'
import { deliveriesOf } from '../../../bench/deliveries.ts'
import { inParallel } from '../../../bench/parallel.ts'
import { holdInbox } from '../../support/hold-inbox.ts'
import type { Hardship } from './hardship.ts'

const webhooks = 500
const lanes = 100
const lockedMs = 15_000
const againWithinMs = 60_000
/** A pool that waits five seconds for a connection, and a query as long: nobody waits longer for a refusal. */
const mostMs = 12_000
/** The api goes on answering who asks whether it lives. */
const mostLagMs = 1_000

/**
 * Somebody holds a lock on the inbox, and every connection of the api's pool waits for it: webhooks are refused and to
 * be sent again, the process goes on, and it recovers when the lock is gone.
 */
export const storageLocked: Hardship = async ({ stage, actors }, play, say) => {
  const [{ id: accountId, webhook }] = actors as [(typeof actors)[0]]
  const playing = play()
  const pid = stage.processes.api.pid()
  const lag = watchLag(stage.apiUrl)
  const unlock = await holdInbox(stage.databaseUrl)
  const url = `${stage.apiUrl}/api/rillet/webhooks/${accountId}`
  const about = () => '00000000-0000-4000-8000-000000000000'
  const news = { entity: 'CUSTOMER', event: 'UPDATED', about } as const
  const make = deliveriesOf(news, webhook.token)
  const deliveries = Array.from({ length: webhooks }, () => make({}))

  const unlocking = pause(lockedMs).then(unlock)
  const acknowledged = new Set<string>()
  const wrong = new Set<string>()
  let refused = 0
  let longestMs = 0
  const send = async (delivery: (typeof deliveries)[number]) => {
    const startedMs = Date.now()
    const answer = await fetch(url, { method: 'POST', ...asSent(delivery) })
    await answer.arrayBuffer()
    longestMs = Math.max(longestMs, Date.now() - startedMs)
    if (answer.ok) acknowledged.add(idOf(delivery))
    else refused += 1
    const isToSendAgain = answer.status === 503 && answer.headers.has('retry-after')
    if (!answer.ok && !isToSendAgain) wrong.add(`a webhook was answered ${answer.status}`)
  }
  await inParallel(deliveries, lanes, send)
  await unlocking
  const deadline = Date.now() + againWithinMs
  const left = () => deliveries.filter((one) => !acknowledged.has(idOf(one)))
  while (left().length > 0 && Date.now() < deadline) await inParallel(left(), lanes, send)

  const lagMs = await lag.stop()
  await playing
  say(
    `${webhooks} webhooks: ${refused} refusals, the slowest answer ${longestMs} ms, the slowest sign of life ${lagMs} ms`,
  )
  const { n } = await stage.db
    .selectFrom('inbox')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('delivery_id', 'in', [...acknowledged])
    .executeTakeFirstOrThrow()
  return [
    ...wrong,
    ...(refused > 0 ? [] : ['nothing was refused: the lock held nobody up']),
    ...(acknowledged.size === webhooks ? [] : [`${left().length} webhooks were never taken`]),
    ...(Number(n) === acknowledged.size
      ? []
      : [`${acknowledged.size} webhooks were acknowledged, ${n} are in the inbox`]),
    ...(longestMs <= mostMs ? [] : [`a webhook was answered after ${longestMs} ms`]),
    ...(lagMs <= mostLagMs ? [] : [`the api gave no sign of life for ${lagMs} ms`]),
    ...(stage.processes.api.pid() === pid ? [] : ['the api was started again']),
  ]
}

type Delivery = ReturnType<ReturnType<typeof deliveriesOf>>

const asSent = ({ headers = {}, body = '' }: Delivery) => ({ headers, body })
const idOf = ({ headers }: Delivery): string => String(headers?.['x-rillet-id'])

/** Asks again and again whether it lives; the longest it took to say so, in milliseconds. */
function watchLag(apiUrl: string) {
  const stopping = new AbortController()
  const { signal } = stopping
  const watching = watch()

  async function watch(): Promise<number> {
    let longestMs = 0
    while (!signal.aborted) {
      const startedMs = Date.now()
      await (await fetch(`${apiUrl}/healthz`)).arrayBuffer()
      longestMs = Math.max(longestMs, Date.now() - startedMs)
      await pause(50)
    }
    return longestMs
  }

  return {
    stop(): Promise<number> {
      stopping.abort()
      return watching
    },
  }
}
