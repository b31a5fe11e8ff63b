import type { NewDelivery } from '../../store/inbox-storing.ts'
import type { RefusalReason } from '../../store/refusal.ts'

/** What the door decides about one delivery, before anything is stored. */
export type Verdict =
  | { kind: 'refused'; reason: RefusalReason }
  | { kind: 'taken'; delivery: Omit<NewDelivery, 'accountId' | 'source' | 'body'> }

export type Verify = (request: {
  accountId: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  secrets: string[]
}) => Verdict

export const refused = (reason: RefusalReason): Verdict => ({ kind: 'refused', reason })

/** A header's one value; null when it is absent, empty or longer than any vendor's. */
export function headerOf(
  headers: Record<string, string | string[] | undefined>,
  name: string,
): string | null {
  const value = headers[name]
  return typeof value === 'string' && value !== '' && value.length <= 2_000 ? value : null
}
