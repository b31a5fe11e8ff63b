import { z } from 'zod'
import type { Http } from '../../dev/demo/http.ts'

const Logged = z.object({
  seq: z.number(),
  /** When it came, epoch milliseconds. */
  wallMs: z.number(),
  durationMs: z.number().nullable(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.unknown()),
  credential: z.string().nullable(),
  status: z.number().nullable(),
  answer: z.unknown(),
})
export type Logged = z.infer<typeof Logged>

const Log = z.object({ requests: z.array(Logged) })

export type RequestFilter = { method?: string; path?: RegExp }

/** Follows a stand-in's request log from now on. */
export async function followRequests(control: Http) {
  const list = async (since: number, method = ''): Promise<Logged[]> => {
    const query = new URLSearchParams({ since: String(since), limit: '50000' })
    if (method !== '') query.set('method', method)
    return (await control.get(`/requests?${query.toString()}`, Log)).requests
  }
  let seen = (await list(0)).at(-1)?.seq ?? 0

  return {
    /** What was answered since the last look, oldest first; nothing is told twice. */
    async next({ method, path = /^/ }: RequestFilter = {}): Promise<Logged[]> {
      const found = await list(seen, method)
      const open = found.findIndex(({ status }) => status === null)
      const answered = open === -1 ? found : found.slice(0, open)
      seen = answered.at(-1)?.seq ?? seen
      return answered.filter((one) => path.test(one.path))
    },
  }
}

/** When its answer was given, epoch milliseconds. */
export const answeredAt = ({ wallMs, durationMs }: Logged): number => wallMs + (durationMs ?? 0)

export const isDone = ({ status }: Logged): boolean =>
  status !== null && status >= 200 && status < 300

/** Calls of the sync, not of this benchmark. */
export const isOurs = ({ headers }: Logged): boolean => headers['user-agent'] === 'sequence-rillet'

const Reference = z.object({ type: z.string(), id: z.string() })
const Answer = z.object({ id: z.string(), external_references: z.array(Reference) })

/** Of a `POST /invoices` to Rillet: the new invoice and Sequence's that it stands for. */
export function createdInvoice({ answer }: Logged): { rilletId: string; invoiceId: string } {
  const { id, external_references } = Answer.parse(answer)
  const reference = external_references.find(({ type }) => type === 'sequencehq')
  if (reference === undefined) throw new Error(`Rillet invoice ${id} refers to nothing`)
  return { rilletId: id, invoiceId: reference.id }
}

export const invoiceCreation = { method: 'POST', path: /^\/invoices$/ }
export const paymentStatusWrite = { method: 'PUT', path: /\/payment-status$/ }

/** Sequence's id of the invoice that a call to Sequence is about; empty when none. */
export const invoiceIdIn = ({ path }: Logged): string => path.split('/')[3] ?? ''
