import { createHash } from 'node:crypto'

/** Whose call it is, as the request log of a stand-in tells it by its `Authorization` header. */
export const fingerprint = (authorization: string): string =>
  createHash('sha256').update(authorization).digest('hex').slice(0, 12)
