import { createHash } from 'node:crypto'
import type { Thing } from '../store/intent.ts'

/** Hex SHA-256. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Never of the payload: a retry after an edit must still meet the first attempt. 64 hex characters. */
export const idempotencyKey = (
  { accountId, kind, sourceId }: Pick<Thing, 'accountId' | 'kind' | 'sourceId'>,
  generation: number,
): string => sha256Hex(`${accountId}/${kind}/${sourceId}/${generation}`)
