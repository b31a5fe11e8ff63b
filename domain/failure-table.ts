import type { ErrorCode } from './catalogue.ts'

export type Vendor = 'rillet' | 'sequence'

/** A write that is idempotent by nature may be repeated like a read; a create may not. */
export type Operation = 'read' | 'write' | 'create'

/** Codes that a failed call alone gives. */
export type FailureCode = Extract<
  ErrorCode,
  | 'api_key_refused'
  | 'sequence_key_refused'
  | 'missing_setup'
  | 'period_closed'
  | 'currency_mismatch'
  | 'rillet_refused'
  | 'sequence_refused'
  | 'sequence_not_found'
>

/**
 * What a failed call means. `again`: transient; the same is tried again, visibly, when the failure says
 * so. `in_doubt`: it may have happened; it is looked for before anything is sent. `gone`: deleted, if
 * the vendor's own document says so. A code: it waits for a person, or for its cause to be mended.
 */
export type Meaning = 'again' | 'in_doubt' | 'gone' | FailureCode

/** How a call can fail, named as the classes of `clients/errors.ts`. */
export type FailureName =
  | 'BudgetError'
  | 'NotSentError'
  | 'InDoubtError'
  | 'CursorRestartedError'
  | 'ThrottledError'
  | 'AccessError'
  | 'NotFoundError'
  | 'RefusedError'

export type FailureRow = Record<Operation, Meaning> & {
  failure: FailureName
  /** From and to, inclusive; absent where no usable answer came. */
  status?: readonly [number, number]
  vendor?: Vendor
  /** Last parts of the problem's type; absent for any. */
  types?: readonly string[]
}

const everywhere = <M extends Meaning>(meaning: M) =>
  ({ read: meaning, write: meaning, create: meaning }) as const
const doubtful = { read: 'again', write: 'again', create: 'in_doubt' } as const
const refused = [400, 499] as const

/**
 * Every way in which a call to a vendor can fail, and what is done about it: the first row that fits
 * decides. Clients choose their errors by it, activities what they do.
 */
export const failureTable: readonly FailureRow[] = [
  { failure: 'BudgetError', ...everywhere('again') },
  { failure: 'NotSentError', ...everywhere('again') },
  { failure: 'CursorRestartedError', ...everywhere('again') },
  { failure: 'ThrottledError', status: [429, 429], ...everywhere('again') },
  {
    failure: 'AccessError',
    status: [401, 401],
    vendor: 'rillet',
    ...everywhere('api_key_refused'),
  },
  {
    failure: 'AccessError',
    status: [403, 403],
    vendor: 'rillet',
    ...everywhere('api_key_refused'),
  },
  { failure: 'AccessError', status: [401, 401], ...everywhere('sequence_key_refused') },
  { failure: 'AccessError', status: [403, 403], ...everywhere('sequence_key_refused') },
  { failure: 'InDoubtError', status: [408, 409], ...doubtful },
  {
    failure: 'NotFoundError',
    status: [404, 404],
    vendor: 'rillet',
    read: 'gone',
    write: 'gone',
    create: 'rillet_refused',
  },
  { failure: 'NotFoundError', status: [404, 404], ...everywhere('sequence_not_found') },
  {
    failure: 'RefusedError',
    status: refused,
    vendor: 'rillet',
    types: ['external_reference_type_not_found'],
    ...everywhere('missing_setup'),
  },
  {
    failure: 'RefusedError',
    status: refused,
    vendor: 'rillet',
    types: ['period_closed', 'accounting_period_closed', 'closed_period'],
    ...everywhere('period_closed'),
  },
  {
    failure: 'RefusedError',
    status: refused,
    vendor: 'rillet',
    types: ['currency_mismatch'],
    ...everywhere('currency_mismatch'),
  },
  { failure: 'RefusedError', status: refused, vendor: 'rillet', ...everywhere('rillet_refused') },
  { failure: 'RefusedError', status: refused, ...everywhere('sequence_refused') },
  // No answer, a cut or unreadable one, a redirect that is not followed, 5xx.
  { failure: 'InDoubtError', ...doubtful },
]

/** `status` and `type` (the last part of the problem's type) null where there is none. */
export type Answered = { vendor: Vendor; status: number | null; type: string | null }

/** The class of an answer that is not 2xx. */
export const failureNameOf = (answered: Answered): FailureName =>
  failureTable.find((row) => fits(row, answered) && row.status !== undefined)?.failure ??
  'InDoubtError'

/** What a failure means for a call of this kind. */
export function meaningOf(
  failed: Answered & { failure: FailureName; operation: Operation },
): Meaning {
  const row = failureTable.find((one) => one.failure === failed.failure && fits(one, failed))
  return row === undefined ? doubtful[failed.operation] : row[failed.operation]
}

function fits({ status, vendor, types }: FailureRow, answered: Answered): boolean {
  if (vendor !== undefined && vendor !== answered.vendor) return false
  if (types !== undefined && (answered.type === null || !types.includes(answered.type)))
    return false
  if (status === undefined) return true
  return answered.status !== null && answered.status >= status[0] && answered.status <= status[1]
}
