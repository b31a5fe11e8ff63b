import type { Facts } from './facts.ts'
import { type Found, type Line, line, ok, page } from './line.ts'
import { sweeps } from './sweep-line.ts'

const group = 'Running'
const deliveries = page('deliveries', 'Deliveries')

/** What must run here. */
export const runningLines = (facts: Facts): Line[] => [
  line(group, 'connected', 'Account', connected(facts)),
  line(group, 'runner', 'Temporal and worker', runner(facts)),
  line(group, 'put_aside', 'Deliveries put aside', putAside(facts)),
  line(group, 'sweeps', 'Sweeps', sweeps(facts)),
  line(group, 'budget', 'Call budget', budget(facts)),
]

function connected({ row }: Facts): Found {
  if (row.disconnected_at === null) return ok('The account is connected.')
  return {
    state: 'bad',
    sentence: 'Somebody disconnected the account: no call is made and no delivery taken.',
    nextStep: 'Connect Rillet or Sequence again, if the sync should go on.',
    where: page('connect', 'Connect'),
  }
}

function runner({ runner: health }: Facts): Found {
  switch (health) {
    case 'working':
      return ok('Temporal answers, and a worker takes its tasks.')
    case 'idle':
      return {
        state: 'bad',
        sentence: 'Temporal answers, but no worker takes its tasks: nothing moves.',
        nextStep: 'Whoever runs this installation starts a worker.',
      }
    case 'away':
      return {
        state: 'bad',
        sentence: 'Temporal does not answer: nothing moves. Deliveries are taken all the same.',
        nextStep: 'Whoever runs this installation starts Temporal, or mends its address.',
      }
    case 'unsure':
      return { state: 'unknown', sentence: 'Temporal answers, but does not say who works for it.' }
  }
}

function putAside({ health: { putAside: count, stuckWakeUps: stuck } }: Facts): Found {
  if (count + stuck === 0) return ok('None: everything that came was handled.')
  return {
    state: 'warn',
    sentence: `${count} deliveries and ${stuck} wake-ups could not be handled.`,
    nextStep: 'Look why, and press Replay there, or Tell them again.',
    where: deliveries,
  }
}

function budget({ budget: use }: Facts): Found {
  if (use === null) return { state: 'unknown', sentence: 'It is kept once Rillet is connected.' }
  const words = `${use.used} of ${use.cap} calls to Rillet were made in the last minute.`
  if (use.pausedUntil !== null) {
    return { state: 'warn', sentence: `Rillet asked for a pause. ${words}` }
  }
  return ok(words)
}
