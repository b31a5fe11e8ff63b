import type { z } from 'zod'
import { toCsv } from '../domain/csv.ts'
import { parts, type TieOutRow, tieOut, totalsOf } from '../domain/tie-out.ts'
import type { Db } from '../store/connect.ts'
import { lastReading, type Month, ourSums, theirSums } from '../store/tie-out.ts'
import { iso } from './schemas/common.ts'
import type { TieOutView } from './schemas/tie-out.ts'

/** Both systems' invoices of one month, customer by customer. */
export async function tieOutOf(
  db: Db,
  accountId: string,
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
    rows,
    totals: totalsOf(rows),
    rilletReadAt: iso(reading.completeAt),
    refreshing: reading.running,
  }
}

/** First and last day of `YYYY-MM`. */
export function daysOf(month: string): Month {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(2000, 0, 1))
  // The setter takes years below 100 as they are, which the constructor does not.
  last.setUTCFullYear(year, number, 0)
  return { from: `${month}-01`, to: `${month}-${String(last.getUTCDate()).padStart(2, '0')}` }
}

const head = [
  'Month',
  'Customer id',
  'Customer',
  'Currency',
  'Ours (count)',
  'Ours',
  ...parts.flatMap((part) => [`${part} (count)`, part]),
  'Rillet (count)',
  'Rillet',
  'Of which elsewhere (count)',
  'Of which elsewhere',
  'Difference',
]

/** The same as a table for a spreadsheet. */
export const tieOutCsv = ({ month, rows }: { month: string; rows: TieOutRow[] }): string =>
  toCsv([
    head,
    ...rows.map((row) => [
      month,
      row.customerId,
      row.customerName ?? 'Customers that are not linked',
      row.currency,
      row.ours.count,
      row.ours.total,
      ...parts.flatMap((part) => [row.parts[part].count, row.parts[part].total]),
      row.rillet.count,
      row.rillet.total,
      row.elsewhere.count,
      row.elsewhere.total,
      row.difference,
    ]),
  ])
