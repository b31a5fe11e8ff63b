import {
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import {
  AccessError,
  BudgetError,
  ClientError,
  NotFoundError,
  RefusedError,
  ThrottledError,
} from '../clients/errors.ts'
import { NotConnectedError } from '../vendors.ts'
import { ApiError, type ProblemCode, problem } from './problem.ts'
import type { ProblemBody } from './schemas/problem.ts'
import { isStorageAway } from './storage-errors.ts'
import { isTemporalAway } from './temporal-errors.ts'
import { violationsOf } from './violations.ts'

/** Every error that a route lets through becomes problem+json here; none shows a stack. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const body = bodyOf(error, reply)
    if (body.status >= 500) request.log.error({ err: error }, 'request failed')
    return reply.send(body)
  })
}

/** What the router itself cannot read meets no route and no hook, so the handler above never sees it. */
export function answerUnroutable(
  { code }: { code: string },
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const body = problem(reply, unroutable[code] ?? 'internal_error')
  void reply.send(body)
}

const unroutable: Record<string, ProblemCode> = {
  FST_ERR_BAD_URL: 'address_broken',
  FST_ERR_MAX_PARAM_LENGTH: 'address_too_long',
}

function bodyOf(error: Error & { statusCode?: number }, reply: FastifyReply): ProblemBody {
  if (error instanceof ApiError) {
    const { message: detail, violations } = error
    return problem(reply, error.code, { detail, violations })
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validation, validationContext = 'request' } = error
    return problem(reply, 'invalid_request', {
      violations: violationsOf(validationContext, validation),
    })
  }
  if (error instanceof WorkflowUpdateFailedError) {
    return problem(reply, 'not_allowed', { detail: error.cause?.message })
  }
  if (error instanceof NotConnectedError) return notConnected(error, reply)
  if (error instanceof ClientError) return vendorFailed(error, reply)
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isTemporalAway(error)) {
    reply.header('retry-after', '5')
    return problem(reply, 'temporal_away', {
      detail:
        'Temporal did not answer in time: check that its server and our worker run. What was asked for may still be done; look at the invoice before asking again.',
    })
  }
  if (isStorageAway(error)) {
    reply.header('retry-after', '5')
    return problem(reply, 'storage_away')
  }
  return byStatus(error, reply)
}

function byStatus({ statusCode, message }: Error & { statusCode?: number }, reply: FastifyReply) {
  switch (statusCode) {
    case 400:
      return problem(reply, 'invalid_request', { violations: [{ field: 'body', message }] })
    case 413:
      return problem(reply, 'too_large')
    case 415:
      return problem(reply, 'media_type_not_taken')
    case 503:
      return problem(reply, 'overloaded')
    default:
      return problem(reply, 'internal_error')
  }
}

function notConnected({ reason }: NotConnectedError, reply: FastifyReply): ProblemBody {
  const details = {
    rillet_missing: 'No Rillet key is stored for this account: connect Rillet first.',
    sequence_missing:
      'No Sequence credentials are stored for this account: connect Sequence first.',
    disconnected: 'The account is disconnected: connect it again first.',
  }
  return problem(reply, 'not_connected', { detail: details[reason] })
}

function vendorFailed(error: ClientError, reply: FastifyReply): ProblemBody {
  const name = error.vendor === 'rillet' ? 'Rillet' : 'Sequence'
  if (error instanceof AccessError) {
    const detail = `${name} refuses the stored credentials: connect ${name} again with good ones.`
    return problem(reply, 'connection_refused', { detail })
  }
  if (error instanceof BudgetError || error instanceof ThrottledError) {
    reply.header('retry-after', String(Math.ceil((error.retryAfterMs ?? 10_000) / 1_000)))
    const detail = `The calls that ${name} allows are used up for the moment: try again shortly.`
    return problem(reply, 'vendor_busy', { detail })
  }
  if (error instanceof NotFoundError) {
    return problem(reply, 'not_found', { detail: `${name} has no such thing.` })
  }
  if (error instanceof RefusedError) {
    return problem(reply, 'vendor_refused', { detail: error.problem?.detail ?? error.message })
  }
  return problem(reply, 'vendor_unreachable', {
    detail: `${name} gave no usable answer: try again.`,
  })
}
