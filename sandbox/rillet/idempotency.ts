import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Organization, SavedAnswer, Session } from './model.ts'
import { plain } from './refusal.ts'

const keptMs = 24 * 3_600_000
const maxKept = 100_000
const purgeEvery = 500

export type Answer = Pick<SavedAnswer, 'status' | 'contentType' | 'body'>
export type Reservation =
  | { replay: Answer }
  /** `finish` ends the reservation; what the reading of the doubt says is saved. */
  | { finish: (answer: Answer | null) => void }

/** Remembers answers to POSTs by `Idempotency-Key`, per organization, for 24 h. */
export function createIdempotency() {
  /** `organization/key` of calls that have not been answered. */
  const running = new Set<string>()
  let saves = 0

  /** Null when the request carries no key. 409 while the first call of the key is running. */
  return (session: Session, request: FastifyRequest): Reservation | null => {
    const { world, organization } = session
    const switches = world.switches()
    const key = request.headers['idempotency-key']
    if (request.method !== 'POST' || typeof key !== 'string' || key === '') return null
    if (switches.idempotency === 'ignored') return null

    const bodyHash = hashOf(request.body)
    const saved = organization.idempotency[key]
    if (saved && saved.expiresAtMs > world.clock.nowMs()) {
      if (switches.idempotencyBody === 'compared' && saved.bodyHash !== bodyHash) {
        throw plain(
          400,
          'exception/idempotency_key_reused',
          'The key came with another body before.',
        )
      }
      return { replay: saved }
    }

    const name = `${organization.id}/${key}`
    if (running.has(name)) {
      throw plain(409, 'exception/idempotency_key_in_use', 'A call with this key is in progress.')
    }
    running.add(name)
    return {
      finish: (answer) => {
        running.delete(name)
        if (answer === null || !isSaved(answer.status, switches.idempotencySaves)) return
        const expiresAtMs = world.clock.nowMs() + world.clock.scaled(keptMs)
        delete organization.idempotency[key]
        organization.idempotency[key] = { ...answer, bodyHash, expiresAtMs }
        saves += 1
        if (saves % purgeEvery === 0) purge(organization, world.clock.nowMs())
      },
    }
  }
}

/** 401, 403 and 429 are answered before a place is reserved. */
function isSaved(status: number, saves: 'answers' | 'success'): boolean {
  if (status >= 200 && status < 300) return true
  return saves === 'answers' && status >= 400 && status < 500
}

/** Drops what has expired, and the oldest beyond the limit. */
function purge(organization: Organization, nowMs: number): void {
  const live = Object.entries(organization.idempotency).filter(([, s]) => s.expiresAtMs > nowMs)
  organization.idempotency = Object.fromEntries(live.slice(-maxKept))
}

const hashOf = (body: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('base64')
