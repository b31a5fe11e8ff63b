import { badRequest } from '../refusal.ts'
import type { Session } from '../world.ts'

const keptMs = 24 * 60 * 60 * 1_000
const longest = 255

/** The first answer again for a key seen in the last 24 hours; `key` names the call too. */
export function replayed(session: Session, key: string, make: () => unknown): unknown {
  if ((key.split(' ')[1] ?? '').length > longest)
    throw badRequest('Idempotency-Key is too long', 'Idempotency-Key')
  const { replays } = session.account
  const at = session.now().getTime()
  for (const [old, { atMs }] of Object.entries(replays)) {
    if (at - atMs > session.scaled(keptMs)) delete replays[old]
  }
  const known = Object.hasOwn(replays, key) ? replays[key] : undefined
  if (known !== undefined) return known.answer
  const answer = make()
  replays[key] = { atMs: at, answer }
  return answer
}
