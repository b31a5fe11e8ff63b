import type { z } from 'zod'
import { toCsv } from '../domain/csv.ts'
import type { Settings } from '../domain/model.ts'
import { format } from '../domain/money.ts'
import { type Part, parts, type Sum, type TieOutRow, tieOut, totalsOf } from '../domain/tie-out.ts'
import type { Db } from '../store/connect.ts'
import { lastReading, type Month, ourSums, theirSums } from '../store/tie-out.ts'
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
  const [ours, theirs, reading] = await Promise.all([
    ourSums(db, accountId, days),
    theirSums(db, accountId, days),
    lastReading(db, accountId),
  ])
  const rows = tieOut(ours, theirs)
  return {
    month,
    rows: rows.map((row) => rowView(row, settings)),
    totals: totalsOf(rows).map((row) => rowView(row, settings)),
    rilletReadAt: iso(reading.completeAt),
    refreshing: reading.running,
  }
}

type RowView = z.infer<typeof TieOutRowView>

const rowView = ({ elsewhereIds, ...row }: TieOutRow, settings: Settings): RowView => ({
  ...row,
  elsewhereInvoices: elsewhereIds.map((rilletId) => ({
    rilletId,
    url: rilletUrl(settings, 'invoice', rilletId),
  })),
})

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
  ]
}
