import { z } from 'zod'
import type { Http } from './http.ts'

/** What the demo reads of the Rillet stand-in's own ledger. Amounts are decimal text. */

const Money = z.object({ amount: z.string(), currency: z.string() })
const References = z.array(z.object({ type: z.string(), id: z.string() })).default([])
const Named = z.object({ id: z.string(), name: z.string(), external_references: References })

const Line = z.object({
  id: z.string(),
  total_amount: Money,
  description: z.string(),
  /** Not in scope FULL. */
  revenue: z.object({ period: z.object({ start: z.string(), end: z.string() }) }).optional(),
  product_id: z.string(),
  external_references: References,
})

const Invoice = z.object({
  id: z.string(),
  invoice_number: z.string(),
  scope: z.string(),
  memo: z.string().nullish(),
  customer_id: z.string(),
  status: z.string(),
  invoice_date: z.string(),
  due_date: z.string(),
  net_amount: Money,
  taxed_amount: Money,
  total: Money,
  amount_due: Money,
  items: z.array(Line),
  external_references: References,
  payments: z.array(z.object({ id: z.string(), amount: Money, status: z.string() })),
})
export type RilletInvoice = z.infer<typeof Invoice>

const Memo = z.object({
  id: z.string(),
  total: Money,
  applied_amount: Money,
  external_references: References,
})

const Organization = z.object({
  id: z.string(),
  trade_name: z.string(),
  subsidiaries: z.array(z.object({ id: z.string(), currency: z.string() })),
  referenceTypes: z.array(z.object({ slug: z.string() })),
  periods: z.array(z.object({ end: z.string() })),
  customers: z.array(Named),
  products: z.array(Named),
  invoices: z.array(Invoice),
  creditMemos: z.array(Memo),
  deletedInvoices: z.array(z.object({ id: z.string(), external_references: References })),
})
export type RilletOrganization = z.infer<typeof Organization>

const Ledger = z.object({ organizations: z.array(Organization) })

/** The slug of the reference that leads back to Sequence, as Rillet's users see it. */
export const sequenceReference = 'sequencehq'

/** All organizations with everything in their books. */
export async function readBooks(rillet: Http): Promise<RilletOrganization[]> {
  return (await rillet.get('/_sandbox/ledger', Ledger)).organizations
}

/** The books of one organization, which is known to be there. */
export async function readOrganization(rillet: Http, id: string): Promise<RilletOrganization> {
  const found = (await readBooks(rillet)).find((organization) => organization.id === id)
  if (found === undefined) throw new Error(`the Rillet stand-in has no organization ${id}`)
  return found
}

type Referring = { external_references: { type: string; id: string }[] }

/** Whether something in Rillet says that it is this invoice, customer or product of Sequence. */
export const refersTo = ({ external_references }: Referring, sequenceId: string): boolean =>
  external_references.some(({ type, id }) => type === sequenceReference && id === sequenceId)
