import { Big } from 'big.js'
import { cashAccount } from '../accounts.ts'
import { type RilletInvoice, readOrganization, refersTo } from '../rillet-books.ts'
import type { Stage, Subject } from '../stage.ts'

/** The live Rillet invoice that says it is this one; undefined when there is none. */
export async function findInRillet(
  { rillet }: Stage,
  { id, account }: Subject,
): Promise<RilletInvoice | undefined> {
  const { invoices } = await readOrganization(rillet, account.rillet.organizationId)
  return invoices.find((invoice) => refersTo(invoice, id))
}

/** The same, once the sync shows it there. */
export async function awaitInRillet(stage: Stage, subject: Subject): Promise<RilletInvoice> {
  const found = await findInRillet(stage, subject)
  if (found !== undefined) return found
  await subject.reach({ state: 'synced' })
  const synced = await findInRillet(stage, subject)
  if (synced === undefined) throw new Error('the sync says synced, but Rillet has no such invoice')
  return synced
}

/** Records money received on Rillet's page; without an amount, all that is open. */
export async function pay(
  { rillet }: Stage,
  { account }: Subject,
  { id, amount_due, invoice_date }: RilletInvoice,
  amount: string = amount_due.amount,
): Promise<void> {
  if (new Big(amount).eq(0)) return
  const path = `/app/${account.rillet.organizationId}/invoices/${id}/payments`
  await rillet.submit(path, { amount, date: invoice_date, account_code: cashAccount })
}
