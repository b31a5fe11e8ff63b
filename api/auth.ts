import type { FastifyRequest } from 'fastify'
import type { Operator } from '../store/operator.ts'
import { ApiError } from './problem.ts'

/** Who asks. */
export function operatorOf({ operator }: FastifyRequest): Operator {
  if (operator === null) throw new ApiError('token_missing')
  return operator
}

/** Who asks, for the timeline. */
export const actorOf = (request: FastifyRequest): string => operatorOf(request).name
