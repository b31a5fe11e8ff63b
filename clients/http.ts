import type { Dispatcher } from 'undici'
import { type ZodType, z } from 'zod'
import type { Operation, Vendor } from '../domain/failure-table.ts'
import { type Ends, endOf, refuseToSend } from './ends.ts'
import { type ClientError, InDoubtError, ThrottledError, type Where } from './errors.ts'
import { exchange, type Outcome, sharedAgent } from './exchange.ts'
import { failureOf, refusalOf } from './failure.ts'
import { noBudget, quietly, readySlot, type Slot, type TakeSlot } from './slot.ts'

export type HttpOptions = Ends & {
  vendor: Vendor
  /** With the vendor's path prefix, if any; calls never leave this origin. */
  baseUrl: string
  /** Authentication and version, on every request. */
  headers: Record<string, string>
  /** Names the credentials in errors about them. */
  credential?: string
  slot?: TakeSlot | undefined
  dispatcher?: Dispatcher | undefined
}

/** What a vendor's client takes beside its credentials. */
export type ClientOptions = Omit<HttpOptions, 'vendor' | 'headers'>

/** What every call of a client takes last. */
export type CallOptions = {
  /** Cancels the open request. */
  signal?: AbortSignal | undefined
  /**
   * Runs with the slot in hand, right before the request, and once more if that was held up; what it
   * throws stops the call unsent.
   */
  beforeSend?: (() => Promise<void>) | undefined
}

export type Request<T> = CallOptions & {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Sent as `Idempotency-Key`. */
  key?: string
  response: ZodType<T>
}

export type Call = <T>(request: Request<T>) => Promise<T>

/** For answers whose body is not wanted: it is not even parsed. */
export const Ignored = z.undefined()

/** One segment of a path out of an id; ids that would climb the path are refused. */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new RangeError(`not an id: "${id}"`)
  return encodeURIComponent(id)
}

const maxBytes = 10_000_000

/**
 * One call over HTTP: budget, authentication, deadline, size cap, parsing, typed errors (`errors.ts`).
 * It never retries and never follows a redirect: retries belong to Temporal.
 */
export function createHttp(options: HttpOptions): Call {
  const { vendor, baseUrl, credential, slot: take = noBudget, dispatcher = sharedAgent } = options
  const base = new URL(baseUrl)
  const named = { vendor, ...(credential === undefined ? {} : { credential }) }

  return async (request) => {
    const { method, path, body, beforeSend = async () => {} } = request
    const where: Where = { ...named, operation: operationOf(request), method, path }
    const slot = await readySlot(where, take, async () => {
      refuseToSend(where, options)
      await beforeSend()
    })
    const outcome = await exchange(dispatcher, {
      origin: base.origin,
      path: base.pathname.replace(/\/$/, '') + path + queryOf(request.query),
      method,
      headers: headersOf(options, request),
      body: body === undefined ? null : JSON.stringify(body),
      signal: endOf(options, request),
      maxBytes,
    })
    const result = readOutcome(where, request.response, outcome)
    await quietly(settle(slot, outcome, result))
    if (result.ok) return result.value
    throw result.error
  }
}

const operationOf = ({ method, key }: Request<unknown>): Operation =>
  method === 'GET' ? 'read' : key === undefined ? 'write' : 'create'

type Result<T> = { ok: true; value: T } | { ok: false; error: ClientError }

function readOutcome<T>(where: Where, schema: ZodType<T>, outcome: Outcome): Result<T> {
  if (outcome.kind === 'failed') return { ok: false, error: failureOf(where, outcome) }
  const { status } = outcome
  if (status < 200 || status > 299) return { ok: false, error: refusalOf(where, outcome) }

  const json = schema instanceof z.ZodUndefined ? undefined : parseJson(outcome.body)
  // The parser's own error would quote the body, which may hold names: it is not kept as the cause.
  if (json === unreadable) return doubt(where, status, `${status}, but the answer is not JSON`)
  const { data, error } = schema.safeParse(json)
  if (error) return doubt(where, status, `${status}, but the answer has another shape`, error)
  return { ok: true, value: data }
}

const doubt = (where: Where, status: number, what: string, cause?: unknown) => ({
  ok: false as const,
  error: new InDoubtError(what, { ...where, status, cause }),
})

const unreadable = Symbol('not JSON')

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return unreadable
  }
}

/** A slot whose request got no answer stays held: the vendor may still count it. */
async function settle(slot: Slot, outcome: Outcome, result: Result<unknown>): Promise<void> {
  if (outcome.kind === 'failed' && !outcome.sent) return slot.unused()
  if (outcome.status === null) return
  await slot.answered()
  if (!result.ok && result.error instanceof ThrottledError) {
    await slot.throttled?.(result.error.retryAfterMs)
  }
}

function headersOf({ headers }: HttpOptions, { body, key }: Request<unknown>) {
  return {
    ...headers,
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'identity',
    'user-agent': 'sequence-rillet',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
}

function queryOf(query: Request<unknown>['query'] = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value))
  }
  return params.size === 0 ? '' : `?${params.toString()}`
}
