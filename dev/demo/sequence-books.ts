import { z } from 'zod'
import type { Http } from './http.ts'

/** What the demo reads of the Sequence stand-in's own ledger. Amounts are decimal text. */

const Line = z.object({
  id: z.string(),
  title: z.string(),
  netTotal: z.string(),
  productId: z.string().nullable(),
  servicePeriod: z.object({ startDate: z.string(), endDate: z.string() }).nullable(),
})

const Invoice = z.object({
  id: z.string(),
  reference: z.string().nullable(),
  status: z.string(),
  paymentStatus: z.string(),
  currency: z.string(),
  invoiceNumber: z.string().nullable(),
  accountingDate: z.string(),
  dueDate: z.string().nullable(),
  customerId: z.string(),
  netTotal: z.string(),
  totalTax: z.string(),
  grossTotal: z.string(),
  lines: z.array(Line),
})
export type SequenceInvoice = z.infer<typeof Invoice>

const CreditNote = z.object({
  id: z.string(),
  status: z.string(),
  invoiceId: z.string().nullable(),
  grossTotal: z.string(),
})

const Named = z.object({ id: z.string(), name: z.string() })

const Account = z.object({
  id: z.string(),
  companyName: z.string(),
  customers: z.array(z.object({ id: z.string(), legalName: z.string() })),
  products: z.array(Named),
  taxCategories: z.array(Named),
  invoices: z.array(Invoice),
  creditNotes: z.array(CreditNote),
})
export type SequenceAccount = z.infer<typeof Account>

const Ledger = z.object({ accounts: z.array(Account) })

/** One account with everything in it, which is known to be there. */
export async function readAccount(sequence: Http, id: string): Promise<SequenceAccount> {
  const { accounts } = await sequence.get('/_sandbox/ledger', Ledger)
  const found = accounts.find((account) => account.id === id)
  if (found === undefined) throw new Error(`the Sequence stand-in has no account ${id}`)
  return found
}
