import type { FastifyReply } from 'fastify'
import type { ProblemBody, Violation } from './schemas/problem.ts'

export const problemType = 'application/problem+json'

/** Every code of this API that is not one of the sync's own: status and title. */
const codes = {
  invalid_request: [400, 'The request is not of the form that is documented'],
  address_broken: [
    400,
    'The address is not written as addresses are: a % must be followed by two hexadecimal digits',
  ],
  token_missing: [401, 'Sign in, or send the header Authorization: Bearer <token>'],
  token_refused: [401, 'The token is not valid'],
  session_ended: [401, 'The session has ended: sign in again'],
  link_refused: [401, 'The sign-in link was used, has expired or is not ours: ask for a new one'],
  sign_in_refused: [401, 'Name and password do not belong together'],
  signature_refused: [401, 'The delivery is not signed with this account’s secret'],
  role_too_low: [403, 'Your role does not allow this'],
  people_only: [403, 'Only a person who is signed in has this, no token'],
  cross_site: [403, 'Only our own pages may send this: open the console and do it there'],
  account_unknown: [404, 'There is no such account here'],
  not_found: [404, 'There is no such thing'],
  not_allowed: [409, 'Not possible in the invoice’s present state'],
  not_replayable: [409, 'The delivery is neither put aside nor unmatched'],
  not_connected: [409, 'The account is not connected'],
  name_taken: [409, 'Somebody has that name already'],
  person_disabled: [409, 'The person is disabled: enable them first'],
  last_admin: [409, 'Nobody else is an admin of all accounts: make somebody one first'],
  connection_refused: [409, 'The vendor refuses the stored credentials'],
  too_large: [413, 'The body is larger than 256 KB'],
  address_too_long: [414, 'A part of the address is longer than any id is'],
  encoding_not_taken: [415, 'Compressed bodies are not taken'],
  media_type_not_taken: [415, 'Only JSON bodies are taken'],
  password_wrong: [422, 'The present password is another'],
  creation_blocked: [422, 'Rillet cannot create this as things are'],
  api_key_refused: [422, 'Rillet refuses the API key'],
  sequence_key_refused: [422, 'Sequence refuses the credentials'],
  account_mismatch: [422, 'The credentials belong to another account'],
  not_in_rillet: [422, 'Rillet has no such thing'],
  not_in_sequence: [422, 'Sequence has no such thing'],
  too_many_streams: [429, 'Too many event streams are open'],
  too_many_refused: [429, 'Too many deliveries with a wrong signature'],
  too_many_tries: [429, 'Too many tries to sign in'],
  too_many_requests: [429, 'Too many requests: wait a little, then go on more slowly'],
  internal_error: [500, 'Something went wrong here'],
  vendor_refused: [502, 'The vendor refused the request'],
  vendor_unreachable: [502, 'The vendor gave no usable answer'],
  storage_away: [503, 'The database is not reachable'],
  temporal_away: [503, 'Temporal or the worker did not answer'],
  vendor_busy: [503, 'The call budget of the vendor is used up'],
  overloaded: [503, 'The server has too much to do'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof codes

type More = { detail?: string | undefined; violations?: Violation[] | undefined }

/** The body of an error answer; sets the reply's status and type. */
export function problem(reply: FastifyReply, code: ProblemCode, more: More = {}): ProblemBody {
  const [status, title] = codes[code]
  reply.code(status).type(problemType)
  return {
    type: 'about:blank',
    title,
    status,
    code,
    detail: more.detail ?? `${title}.`,
    ...(more.violations === undefined ? {} : { violations: more.violations }),
  }
}

/** What a route throws to answer with a problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ProblemCode
  readonly violations: Violation[] | undefined

  constructor(code: ProblemCode, detail?: string, violations?: Violation[]) {
    super(detail ?? `${codes[code][1]}.`)
    this.code = code
    this.violations = violations
  }
}
