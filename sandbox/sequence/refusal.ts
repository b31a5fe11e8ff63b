/** One thing that is wrong with a request; `key` is the path of the field. */
export type Issue = { code: string; message: string; key: string }

/** A request that the vendor turns down. The server writes it as the vendor's error body. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly type: string
  readonly issues: Issue[]
  /** A body of its own instead of the common envelope. */
  readonly body: unknown

  constructor(status: number, type: string, message: string, issues: Issue[] = [], body?: unknown) {
    super(message)
    this.status = status
    this.type = type
    this.issues = issues
    this.body = body
  }
}

/** A well-formed request that breaks a rule. */
export const badRequest = (message: string, key = ''): Refusal =>
  new Refusal(400, 'validationError', message, [{ code: 'invalid', message, key }])

/** A move that the present status does not allow. */
export const illegalMove = (what: string, status: string): Refusal =>
  new Refusal(400, 'invalidState', `cannot ${what} while the status is ${status}`)
