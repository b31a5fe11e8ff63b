const awayCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P0|53300|57014)/
const awayMessages = /timeout|Connection terminated|Client has encountered a connection error/i

/** True when Postgres could not be asked, or took too long. */
export function isStorageAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isStorageAway)
  const code = 'code' in error ? String(error.code) : ''
  return awayCodes.test(code) || awayMessages.test(error.message)
}
