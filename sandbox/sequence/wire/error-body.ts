import type { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'

/** A refusal as the vendor writes it: the common envelope, unless the operation has a body of its own. */
export function errorBody(world: World, refusal: Refusal): { contentType: string; text: string } {
  const { errorBodies, unauthorizedBody } = world.switches()
  const isEmpty = refusal.status === 401 ? unauthorizedBody === 'empty' : errorBodies === 'empty'
  if (isEmpty) return { contentType: 'application/json', text: '' }
  if (errorBodies === 'text') return { contentType: 'text/plain', text: refusal.message }
  const { type, message } = refusal
  const errors = refusal.issues.map((issue) => ({ ...issue, errors: [] }))
  const body = refusal.body ?? { error: { type, message, errors } }
  return { contentType: 'application/json', text: JSON.stringify(body) }
}
