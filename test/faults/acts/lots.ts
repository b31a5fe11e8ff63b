import type { Violation } from '../oracle/ledger.ts'
import { inTheatre, realTime } from '../theatre.ts'
import { playHintStorm, playWebhookStorm } from './hint-storm.ts'
import { playShuffled } from './shuffled.ts'

const orders = 2_000

/** Webhooks in 2,000 orders, each three times; then twelve thousand hints to one invoice, and as many webhooks. */
export async function playLots(say: (line: string) => void): Promise<Violation[]> {
  const seeds = Array.from({ length: orders }, (_, index) => index + 1)
  const fast = await inTheatre({ accounts: 1, say }, async (theatre) => {
    say(`webhooks in ${orders} orders`)
    const misfits = await playShuffled(theatre, { seeds, say })
    say(`${misfits.length} of them ended otherwise than all must`)
    return [...misfits, ...(await playHintStorm(theatre, say))]
  })
  const inLife = await inTheatre({ accounts: 1, pace: realTime, say }, (theatre) =>
    playWebhookStorm(theatre, say),
  )
  return [...fast, ...inLife]
}
