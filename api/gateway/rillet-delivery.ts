import { z } from 'zod'
import type { RemoteHintKind } from '../../workflows/messages.ts'
import { type Instant, instantOf } from './instant.ts'
import { parseBody } from './parse-body.ts'
import { SaidAmount, SaidId, SaidText } from './texts.ts'

/** What a signed delivery of Rillet says; the sync trusts none of it but reads again. */
export type RilletDelivery = {
  /** `ENTITY.EVENT` in Rillet's spelling, whatever spelling came. */
  event: string
  /** Null: nothing that the sync follows. */
  kind: RemoteHintKind | null
  invoiceId: string | null
  version: Instant | null
  status: string | null
  amountDue: string | null
  /** Ids in external references of type `sequencehq`. */
  references: string[]
}

/** Rillet's names of the events, in all spellings that are in use: its documents disagree. */
const kinds: Record<string, RemoteHintKind> = {
  'INVOICE.CREATED': 'updated',
  'INVOICE.UPDATED': 'updated',
  'INVOICE.DELETED': 'deleted',
  'INVOICE.PAYMENT_UPDATED': 'payment',
  'PAYMENT.UPDATED': 'payment',
  'INVOICE_PAYMENT.UPDATED': 'payment',
}

const Reference = z.object({ type: z.string(), id: SaidId.nullable().catch(null) })
const Body = z.object({
  id: SaidId.nullish(),
  invoice_id: SaidId.nullish(),
  updated_at: SaidText,
  status: SaidText,
  amount_due: z.object({ amount: SaidAmount }).nullish().catch(null),
  external_references: z.array(Reference).nullish().catch(null),
})

/** Reads a verified delivery. Null when it is one of ours and names no invoice: it cannot be read. */
export function readRilletDelivery(
  headers: { entity: string; event: string },
  body: Buffer,
): RilletDelivery | null {
  const event = `${spelled(headers.entity)}.${spelled(headers.event)}`.slice(0, 200)
  const kind = kinds[event] ?? null
  const nothing = { version: null, status: null, amountDue: null, references: [] }
  if (kind === null) return { event, kind, invoiceId: null, ...nothing }

  const text = parseBody(body)
  if (text === null) return null
  if (typeof text.json !== 'object') {
    // A deletion's body is the id as a JSON string; one text of Rillet's leaves out the quotes.
    const bare = typeof text.json === 'string' ? text.json : text.raw.trim()
    const isId = SaidId.safeParse(bare).success
    return kind === 'deleted' && isId ? { event, kind, invoiceId: bare, ...nothing } : null
  }
  const { data } = Body.safeParse(text.json)
  const invoiceId = data?.invoice_id ?? data?.id ?? null
  if (data === undefined || invoiceId === null) return null
  return {
    event,
    kind,
    invoiceId,
    version: instantOf(data.updated_at),
    status: data.status ?? null,
    amountDue: data.amount_due?.amount ?? null,
    references: (data.external_references ?? [])
      .filter(({ type }) => type.toLowerCase() === 'sequencehq')
      .flatMap(({ id }) => (id === null ? [] : [id])),
  }
}

const spelled = (name: string) =>
  name
    .trim()
    .toUpperCase()
    .replaceAll(/[-.\s]/g, '_')
