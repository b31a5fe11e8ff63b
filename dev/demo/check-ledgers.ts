import { type AccountKey, accountKeys } from './accounts.ts'
import { checkCredits } from './check-credits.ts'
import { compareInvoice } from './compare-invoice.ts'
import { demoInvoices } from './invoices.ts'
import {
  type RilletOrganization,
  readOrganization,
  refersTo,
  sequenceReference,
} from './rillet-books.ts'
import { readAccount, type SequenceAccount } from './sequence-books.ts'
import type { Stage } from './stage.ts'

export type Checked = {
  /** What is wrong with an invoice, by the demo's key. */
  invoices: Map<string, string[]>
  /** What is wrong with the books as a whole. */
  books: string[]
  /** How much was compared. */
  compared: { invoices: number; lines: number }
}

/**
 * Compares the two vendors' own ledgers, and nothing of ours: each invoice exactly once, equal to the
 * cent, and paid in Sequence where it should be.
 */
export async function checkLedgers(stage: Stage): Promise<Checked> {
  const checked: Checked = { invoices: new Map(), books: [], compared: { invoices: 0, lines: 0 } }
  for (const key of accountKeys) {
    const { operator, sequence, rillet } = stage.accounts[key]
    const source = await readAccount(stage.sequence, sequence.accountId)
    const books = await readOrganization(stage.rillet, rillet.organizationId)
    checkInvoices(key, { source, books }, checked)
    checked.books.push(...strangers({ source, books }), ...namesakes(books))
    checked.books.push(...(await checkCredits(operator, { source, books })))
  }
  return checked
}

/** What Rillet calls an invoice that nothing is owed on: paid, or credited whole. */
const settled = new Set(['PAID', 'CREDITED'])

export type Sides = { source: SequenceAccount; books: RilletOrganization }

function checkInvoices(account: AccountKey, sides: Sides, { invoices, compared }: Checked): void {
  for (const invoice of demoInvoices.filter((one) => one.account === account)) {
    const { key, end, payment, differs } = invoice
    const source = sides.source.invoices.find(({ reference }) => reference === key)
    if (source === undefined) {
      invoices.set(key, ['Sequence does not have it'])
      continue
    }
    const live = sides.books.invoices.filter((one) => refersTo(one, source.id))
    const isThere = differs === true || ['synced', 'partially_paid', 'paid'].includes(end.state)
    const wrong = live.length === (isThere ? 1 : 0) ? [] : [`${live.length} live Rillet invoices`]
    for (const one of live) {
      const differences = compareInvoice({ source, rillet: one, sides })
      if (differs !== true) wrong.push(...differences)
      else if (differences.length === 0) wrong.push('the ledgers do not differ as they should')
      compared.invoices += 1
      compared.lines += one.items.length
    }
    if (end.state === 'paid' && live.some(({ status }) => !settled.has(status))) {
      wrong.push('not settled in Rillet')
    }
    if (
      (end.state === 'removed' || end.state === 'voided') &&
      !wasDeleted(sides.books, source.id)
    ) {
      wrong.push('never was in Rillet')
    }
    if (source.paymentStatus !== payment) {
      wrong.push(`Sequence says ${source.paymentStatus}, not ${payment}`)
    }
    invoices.set(key, wrong)
  }
}

const wasDeleted = ({ deletedInvoices }: RilletOrganization, id: string) =>
  deletedInvoices.some((one) => refersTo(one, id))

/** Rillet invoices that name a Sequence invoice which is not there. */
function strangers({ source, books }: Sides): string[] {
  const known = new Set(source.invoices.map(({ id }) => id))
  return books.invoices
    .filter(({ external_references }) =>
      external_references.some(({ type, id }) => type === sequenceReference && !known.has(id)),
    )
    .map(({ id }) => `Rillet invoice ${id} refers to an invoice that Sequence does not have`)
}

/** Customers and products that are in Rillet twice. */
function namesakes({ trade_name, customers, products }: RilletOrganization): string[] {
  const names = [...customers, ...products].map(({ name }) => name)
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at))
  return [...twice].map((name) => `${trade_name} has ${name} in Rillet more than once`)
}
