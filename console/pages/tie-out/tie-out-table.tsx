import { useAccountId } from '../../account.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Go } from '../../components/go.tsx'
import { shortened } from '../../components/id.tsx'
import { Money } from '../../components/money.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { countText } from '../../format.ts'
import type { TieOut } from '../../queries/books.ts'
import { isHeld } from './behind.tsx'
import { parts } from './parts.ts'

type Row = TieOut['rows'][number] & { holds: boolean; isTotal?: true }

/** Customers in rows, the totals of each currency under them; a name leads to its invoices. */
export function TieOutTable({ rows, totals, month }: Pick<TieOut, 'rows' | 'totals' | 'month'>) {
  const accountId = useAccountId()
  const own = rows.map((row): Row => ({ ...row, holds: row.items.some(isHeld) }))
  const holdsIn = (currency: string) => own.some((row) => row.currency === currency && row.holds)
  const sums = totals.map((row): Row => ({ ...row, holds: holdsIn(row.currency), isTotal: true }))
  const all = [...own, ...sums]
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const invoicesOf = (customerId: string) =>
    `/accounts/${accountId}/invoices?customerId=${encodeURIComponent(customerId)}&from=${month}-01&to=${month}-${last}`
  const columns: Column<Row>[] = [
    {
      title: 'Customer',
      narrow: 'head',
      cell: ({ customerId, customerName, currency, isTotal }) => {
        if (isTotal) return <strong>All in {currency}</strong>
        if (customerId === null) return 'Rillet’s customers that are not linked'
        return (
          <Go href={invoicesOf(customerId)} title={customerId}>
            {customerName ?? `Customer ${shortened(customerId)}`}
          </Go>
        )
      },
    },
    { title: 'Ours', align: 'right', cell: (row) => <Sum {...row.ours} currency={row.currency} /> },
    ...parts.map(
      ({ key, label }): Column<Row> => ({
        title: label,
        align: 'right',
        cell: (row) => <Sum {...row.parts[key]} currency={row.currency} />,
      }),
    ),
    {
      title: 'Rillet',
      align: 'right',
      cell: (row) => (
        <>
          <Sum {...row.rillet} currency={row.currency} />
          <Elsewhere row={row} />
        </>
      ),
    },
    {
      title: 'Difference',
      align: 'right',
      cell: (row) => <Difference row={row} />,
    },
  ]
  return (
    <DataTable
      label="Tie-out"
      rows={all}
      columns={columns}
      keyOf={({ customerId, currency, isTotal }) => `${isTotal ?? ''} ${customerId} ${currency}`}
    />
  )
}

/** Rillet’s invoices that did not come through this sync; they are named under the table. */
const Elsewhere = ({ row: { elsewhere } }: { row: Row }) =>
  elsewhere.count === 0 ? null : (
    <div className="hint">{countText(elsewhere.count)} from elsewhere</div>
  )

function Difference({ row }: { row: Row }) {
  const { ties, difference, explained, unexplained, currency, rillet, parts: ours } = row
  if (!ties && isNothing(unexplained)) {
    return <Badge label="Differences that make up for each other" icon="differs" tone="bad" />
  }
  if (!ties) {
    return (
      <span className="sum">
        <span className="differs">
          <Money amount={unexplained} currency={currency} />
        </span>
        {!isNothing(explained) && (
          <span className="hint">
            besides <Money amount={explained} currency={currency} /> explained
          </span>
        )}
      </span>
    )
  }
  if (!isNothing(difference)) {
    return (
      <span className="sum">
        {row.holds ? (
          <Badge label="Ties, with what is held" icon="stop" tone="warning" />
        ) : (
          <Badge label="Ties, explained" icon="check" tone="good" />
        )}
        <span className="hint">
          <Money amount={difference} currency={currency} />
        </span>
      </span>
    )
  }
  // Where nothing is compared, nothing ties.
  return rillet.count + ours.synced.count + ours.drift.count === 0 ? (
    <Badge label="Nothing in Rillet yet" icon="minus" tone="neutral" />
  ) : (
    <Badge label="Ties" icon="check" tone="good" />
  )
}

/** The API gives what is left of a sum without needless decimals. */
const isNothing = (amount: string) => amount === '0'

const Sum = ({ count, total, currency }: { count: number; total: string; currency: string }) =>
  count === 0 ? (
    <span className="none">–</span>
  ) : (
    <span className="sum">
      <Money amount={total} currency={currency} />
      <span className="hint">{countText(count)}</span>
    </span>
  )
