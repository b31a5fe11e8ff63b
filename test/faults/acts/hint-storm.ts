import type { Violation } from '../oracle/ledger.ts'
import { type Storm, type StormOptions, signalStorm, webhookStorm } from '../signal-storm.ts'
import type { Theatre } from '../theatre.ts'

const minuteMs = 60_000
const hints = 12_000
const spread = { hints, overMs: 0.9 * minuteMs }
/** What no run passes: in life the gateway joins the hints about one invoice. */
const longestRun = 200

/** Calls to Rillet a minute: no limit of ours is what is looked at. */
const cap = 1_000

type On = Pick<Theatre, 'stage' | 'hire'>
type Say = (line: string) => void

/** Twelve thousand hints within a minute, straight to one invoice's run: each is counted over the runs of its chain. */
export async function playHintStorm({ stage, hire }: On, say: Say): Promise<Violation[]> {
  const options: StormOptions = { ...spread, withinMs: 2 * minuteMs }
  const storm = await signalStorm(stage, await hire({ cap }), options)
  say(inWords('hints straight to one run', storm))
  return problemsOf(storm).map(violation)
}

/** As many webhooks about one invoice, in real time: each is acknowledged and counted, and no run grows long. */
export async function playWebhookStorm({ stage, hire }: On, say: Say): Promise<Violation[]> {
  const options: StormOptions = { ...spread, withinMs: 8 * minuteMs }
  const storm = await webhookStorm(stage, await hire({ cap }), options)
  say(inWords('webhooks about one invoice', storm))
  const { longest } = storm
  const isShort = longest <= longestRun
  return [
    ...problemsOf(storm),
    ...(isShort ? [] : [`a run under webhooks grew to ${longest} events`]),
  ].map(violation)
}

const violation = (what: string): Violation => ({ rule: 'final state', what, seed: null })

const inWords = (what: string, { sent, sentMs, counted, runs, longest }: Storm): string =>
  `${sent} ${what} in ${Math.round(sentMs / 1_000)} s: ${counted} counted, over ${runs} runs, the longest of ${longest} events`

const problemsOf = ({ sent, sentMs, counted }: Storm): string[] => [
  ...(counted === sent ? [] : [`${sent} hints to one invoice, ${counted} counted`]),
  ...(sentMs <= minuteMs ? [] : [`${sent} hints took ${sentMs} ms to send, over a minute`]),
]
