import type { Query } from '../wire/paging.ts'
import type { Session } from '../world.ts'

/** One call of the API: its address below `/api` and what answers it. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** Of a success; 200 when absent. */
  status?: 201 | 202
  /** Of a success; JSON when absent. */
  contentType?: string
  /** Knows Idempotency-Key, whatever the switch says. */
  replays?: true
  answer: (session: Session, call: Call) => unknown
}

export type Call = {
  /** A variable of the path, by name. */
  param: (name: string) => string
  query: Query
  body: unknown
}
