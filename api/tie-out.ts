import type { z } from 'zod'
import { toCsv } from '../domain/csv.ts'
import type { Settings } from '../domain/model.ts'
import { format } from '../domain/money.ts'
import { type Part, parts, type Sum, type TieOutRow, tieOut, totalsOf } from '../domain/tie-out.ts'
import { isExplained, itemReasons } from '../domain/tie-out-items.ts'
import type { Db } from '../store/connect.ts'
import { lastReading, type Month, ourSums, theirSums, unlikePairs } from '../store/tie-out.ts'
import { iso } from './schemas/common.ts'
import type { TieOutRowView, TieOutView } from './schemas/tie-out.ts'
import { rilletUrl } from './views.ts'

/** Both systems' invoices of one month, customer by customer. */
export async function tieOutOf(
  db: Db,
  { accountId, settings }: { accountId: string; settings: Settings },
  month: string,
): Promise<z.infer<typeof TieOutView>> {
  const days = daysOf(month)
  // One view of the tables: what moves between two queries would look like a difference.
  const read = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => ({
      ours: await ourSums(trx, accountId, days),
      theirs: await theirSums(trx, accountId, days),
      pairs: await unlikePairs(trx, accountId, days),
      reading: await lastReading(trx, accountId),
    }))
  const rows = tieOut(read.ours, read.theirs, read.pairs)
  return {
    month,
    rows: rows.map((row) => rowView(row, settings)),
    totals: totalsOf(rows).map((row) => rowView(row, settings)),
    rilletReadAt: iso(read.reading.completeAt),
    refreshing: read.reading.running,
  }
}

type RowView = z.infer<typeof TieOutRowView>

const rowView = ({ elsewhereInvoices, items, ...row }: TieOutRow, settings: Settings): RowView => ({
  ...row,
  elsewhereInvoices: elsewhereInvoices.map((one) => ({
    ...one,
    url: rilletUrl(settings, 'invoice', one.rilletId),
  })),
  items: items.slice(0, mostItems).map((item) => ({
    ...item,
    isExplained: isExplained(item.kind),
    reason: itemReasons[item.kind],
    rilletUrl: rilletUrl(settings, 'invoice', item.rilletId),
  })),
  moreItems: Math.max(0, items.length - mostItems),
})

/** Named in a row; unexplained ones come first. */
const mostItems = 100

/** First and last day of `YYYY-MM`. */
export function daysOf(month: string): Month {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(2000, 0, 1))
  // The setter takes years below 100 as they are, which the constructor does not.
  last.setUTCFullYear(year, number, 0)
  return { from: `${month}-01`, to: `${month}-${String(last.getUTCDate()).padStart(2, '0')}` }
}

/** As the console names them. */
const partNames: Record<Part, string> = {
  synced: 'Synced',
  waiting: 'Waiting',
  blocked: 'Blocked',
  excluded: 'Excluded or deleted',
  drift: 'Differs',
}

const head = [
  'Month',
  'Customer id',
  'Customer',
  'Currency',
  'Ours (count)',
  'Ours',
  ...parts.flatMap((part) => [`${partNames[part]} (count)`, partNames[part]]),
  'Rillet (count)',
  'Rillet',
  'Of which elsewhere (count)',
  'Of which elsewhere',
  'Difference',
  'Explained',
  'Unexplained',
  'Invoices behind it',
]

/** The same as a table for a spreadsheet; amounts with the decimals of their currency. */
export const tieOutCsv = ({ month, rows }: { month: string; rows: RowView[] }): string =>
  toCsv([head, ...rows.map((row) => cellsOf(month, row))])

function cellsOf(month: string, row: RowView): (string | number | null)[] {
  const { customerId, customerName, currency } = row
  const money = (amount: string) => format(amount, currency) ?? amount
  const sum = ({ count, total }: Sum) => [count, money(total)]
  const name = customerId === null ? 'Customers that are not linked' : customerName
  return [
    month,
    customerId,
    name,
    currency,
    ...sum(row.ours),
    ...parts.flatMap((part) => sum(row.parts[part])),
    ...sum(row.rillet),
    ...sum(row.elsewhere),
    money(row.difference),
    money(row.explained),
    money(row.unexplained),
    behind(row, money),
  ]
}

/** Each invoice with what it adds to the difference, and why. */
function behind(
  { items, moreItems, elsewhereInvoices, elsewhere }: RowView,
  money: (amount: string) => string,
): string {
  const unnamed = moreItems + elsewhere.count - elsewhereInvoices.length
  return [
    ...items.map((one) => `${one.number ?? one.invoiceId} ${money(one.amount)} (${one.reason})`),
    ...elsewhereInvoices.map((one) => `${one.number} ${money(one.total)} (from elsewhere)`),
    ...(unnamed > 0 ? [`and ${unnamed} more`] : []),
  ].join('; ')
}
