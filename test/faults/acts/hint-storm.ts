import { createAccount } from '../../support/account.ts'
import type { Violation } from '../oracle/ledger.ts'
import { signalStorm } from '../signal-storm.ts'
import type { Theatre } from '../theatre.ts'

const minuteMs = 60_000

export type HintStorm = { hints?: number; overMs?: number; say?: (line: string) => void }

/** Twelve thousand hints to one invoice within a minute: each is counted, and no run grows long. */
export async function playHintStorm(
  { stage }: Pick<Theatre, 'stage'>,
  { hints = 12_000, overMs = 0.9 * minuteMs, say = () => {} }: HintStorm = {},
): Promise<Violation[]> {
  const account = await createAccount(stage)
  const withinMs = 2 * minuteMs
  const storm = await signalStorm(stage, account, { hints, overMs, withinMs })
  const { sent, counted, sentMs, runs, longest } = storm
  say(
    `${sent} hints to one invoice in ${Math.round(sentMs / 1_000)} s: ${counted} counted, over ${runs} runs, the longest of ${longest} events`,
  )
  const wrong = [
    counted === sent ? [] : [`${sent} hints to one invoice, ${counted} counted`],
    sentMs <= minuteMs ? [] : [`${sent} hints took ${sentMs} ms to send, more than a minute`],
  ].flat()
  return wrong.map((what) => ({ rule: 'final state', what, seed: null }))
}
