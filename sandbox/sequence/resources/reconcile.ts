import { z } from 'zod'
import { Id } from '../wire/common.ts'
import { parse } from '../wire/parse.ts'
import type { Session } from '../world.ts'
import { getInvoice } from './invoices.ts'

const Reconcile = z.strictObject({
  integrationService: z.enum(['Xero']),
  invoiceIds: z.array(Id).min(1).max(1_000),
  propertiesToCompare: z.array(z.enum(['INVOICE_NUMBER', 'STATUS'])).min(1),
})

/** Accepts the job and does nothing: the vendor knows only Xero here. */
export function reconcile(session: Session, body: unknown): Record<string, never> {
  for (const id of parse(session, Reconcile, body).invoiceIds) getInvoice(session, id)
  return {}
}
