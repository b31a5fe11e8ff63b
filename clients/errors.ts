import type { FailureName, Operation, Vendor } from '../domain/failure-table.ts'
import { typeSuffixOf, type VendorProblem } from './problem.ts'

export type Where = {
  vendor: Vendor
  operation: Operation
  method: string
  path: string
  /** Tells the credentials that were used from others; not from them can they be told. */
  credential?: string
}

export type ErrorDetails = Where & {
  status?: number | null
  problem?: VendorProblem | null
  cause?: unknown
}

/**
 * A call that gave no usable answer; the subclass says what the caller does next. The message holds
 * method, path and status only: a vendor's sentence may name a customer, so it stays in `problem`.
 */
export abstract class ClientError extends Error {
  abstract override readonly name: FailureName
  readonly vendor: Vendor
  readonly operation: Operation
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number | null
  readonly problem: VendorProblem | null

  constructor(what: string, details: ErrorDetails) {
    const { vendor, operation, method, path, status = null, problem = null, cause } = details
    super(`${vendor} ${method} ${path}: ${what}`, cause === undefined ? {} : { cause })
    this.vendor = vendor
    this.operation = operation
    this.method = method
    this.path = path
    this.status = status
    this.problem = problem
  }
}

/** Final for this payload: stop, and say so with the vendor's own words (`problem`). Nothing was made. */
export class RefusedError extends ClientError {
  override readonly name: FailureName = 'RefusedError'

  /** The last part of the problem's type, such as `external_reference_type_not_found`; match on this, never on text. */
  get typeSuffix(): string | null {
    return typeSuffixOf(this.problem)
  }
}

/** 404: the thing is not there (Sequence may say 400 instead, which is a `RefusedError`). */
export class NotFoundError extends RefusedError {
  override readonly name = 'NotFoundError'
}

/** 401 or 403: stop until a person gives another key. Nothing was made. */
export class AccessError extends ClientError {
  override readonly name = 'AccessError'
  /** Which credentials were refused; null when nobody says. */
  readonly credential: string | null

  constructor(what: string, details: ErrorDetails) {
    super(what, details)
    this.credential = details.credential ?? null
  }
}

/** 429: nothing was made; wait, then send the same again. */
export class ThrottledError extends ClientError {
  override readonly name = 'ThrottledError'
  /** As the vendor asks; null when it does not say. */
  readonly retryAfterMs: number | null

  constructor(what: string, details: ErrorDetails & { retryAfterMs: number | null }) {
    super(what, details)
    this.retryAfterMs = details.retryAfterMs
  }
}

/** No byte of the request left this process: nothing was made; send the same again later. */
export class NotSentError extends ClientError {
  override readonly name = 'NotSentError'
}

/** Our own budget has no slot now: nothing was sent; come back after `retryAfterMs`. */
export class BudgetError extends ClientError {
  override readonly name = 'BudgetError'
  readonly retryAfterMs: number

  constructor(what: string, details: ErrorDetails & { retryAfterMs: number }) {
    super(what, details)
    this.retryAfterMs = details.retryAfterMs
  }
}

/** The request left, and no usable answer came: a write may have happened (look for it), a read may be repeated. */
export class InDoubtError extends ClientError {
  override readonly name = 'InDoubtError'
}

/** A list kept returning to its first page: nothing about the rest is known; read it again later. */
export class CursorRestartedError extends ClientError {
  override readonly name = 'CursorRestartedError'
}
