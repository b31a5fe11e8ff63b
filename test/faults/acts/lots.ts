import type { Violation } from '../oracle/ledger.ts'
import { inJudgedTheatre, realTime } from '../theatre.ts'
import { playHintStorm, playWebhookStorm } from './hint-storm.ts'
import { playLongWait, quick } from './long-wait.ts'
import { playShuffled } from './shuffled.ts'

const orders = 2_000

/**
 * Webhooks in 2,000 orders, each three times; then twelve thousand hints to one invoice, and as many webhooks; then a
 * wait of 400 days. Each on a stage of its own: a small Temporal server that holds two thousand orders takes
 * signals slowly.
 */
export async function playLots(say: (line: string) => void): Promise<Violation[]> {
  const seeds = Array.from({ length: orders }, (_, index) => index + 1)
  say(`webhooks in ${orders} orders`)
  const misfits = await inJudgedTheatre({ accounts: 1, say }, (theatre) =>
    playShuffled(theatre, { seeds, say }),
  )
  say(`${misfits.length} violations in any order of webhooks`)
  const fast = await inJudgedTheatre({ accounts: 1, say }, (theatre) => playHintStorm(theatre, say))
  const inLife = await inJudgedTheatre({ accounts: 1, pace: realTime, say }, (theatre) =>
    playWebhookStorm(theatre, say),
  )
  const long = await inJudgedTheatre({ accounts: 1, pace: quick, say }, (theatre) =>
    playLongWait(theatre, say),
  )
  return [...misfits, ...fast, ...inLife, ...long]
}
