import { z } from 'zod'
import { type Instant, instantOf } from './instant.ts'
import { parseBody } from './parse-body.ts'
import { SaidId, SaidText } from './texts.ts'

/** What a signed delivery of Sequence says; the sync trusts none of it but reads again. */
export type SequenceDelivery = {
  event: string
  /** The account that the body names, if it names one. */
  accountId: string | null
  /** Null: nothing that the sync follows. */
  invoiceId: string | null
  /** Set for news of a customer. */
  customerId: string | null
  /** Set for news of a credit note. */
  creditNoteId: string | null
  status: string | null
  version: Instant | null
  number: string | null
}

const Body = z.object({
  notificationType: z.string().regex(/^[\w.:-]{1,200}$/),
  sequenceAccountId: SaidText,
  resourceId: SaidText,
  resource: z
    .object({ id: SaidText, status: SaidText, updatedAt: SaidText, invoiceNumber: SaidText })
    .nullish()
    .catch(null),
})

const customerEvents = new Set(['CUSTOMER_UPDATED', 'CUSTOMER_ARCHIVED'])

/** Reads a verified delivery. Null when it has not the envelope's form, or names nothing that it is about. */
export function readSequenceDelivery(body: Buffer): SequenceDelivery | null {
  const { data } = Body.safeParse(parseBody(body)?.json)
  if (data === undefined) return null
  const { notificationType: event, sequenceAccountId, resource } = data
  const isInvoice = event.startsWith('INVOICE_')
  const isCustomer = customerEvents.has(event)
  const isCreditNote = event.startsWith('CREDIT_NOTE_')
  const id = resource?.id || data.resourceId || null
  const isFollowed = isInvoice || isCustomer || isCreditNote
  if (isFollowed && !SaidId.safeParse(id).success) return null
  return {
    event,
    accountId: sequenceAccountId ?? null,
    invoiceId: isInvoice ? id : null,
    customerId: isCustomer ? id : null,
    creditNoteId: isCreditNote ? id : null,
    status: resource?.status ?? null,
    version: instantOf(resource?.updatedAt),
    number: resource?.invoiceNumber ?? null,
  }
}
