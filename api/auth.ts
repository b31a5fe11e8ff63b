import type { FastifyRequest } from 'fastify'
import type { Operator } from '../store/operator.ts'
import type { Session } from '../store/session.ts'
import { ApiError } from './problem.ts'

/** Who asks. */
export function operatorOf({ operator }: FastifyRequest): Operator {
  if (operator === null) throw new ApiError('token_missing')
  return operator
}

/** The person who asks, with their session. Throws for a token: it has neither password nor sessions. */
export function signedIn(request: FastifyRequest): { operator: Operator; session: Session } {
  const { session } = request
  if (session === null) throw new ApiError('people_only')
  return { operator: operatorOf(request), session }
}

/** Who asks, for the timeline. */
export const actorOf = (request: FastifyRequest): string => operatorOf(request).name
