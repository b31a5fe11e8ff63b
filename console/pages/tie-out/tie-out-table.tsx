import { useAccountId } from '../../account.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { ExternalLink } from '../../components/external-link.tsx'
import { Go } from '../../components/go.tsx'
import { Id, shortened } from '../../components/id.tsx'
import { Money } from '../../components/money.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { countText } from '../../format.ts'
import type { TieOut } from '../../queries/books.ts'
import { parts } from './parts.ts'

type Row = TieOut['rows'][number] & { isTotal?: true }

/** Customers in rows, the totals of each currency under them; a name leads to its invoices. */
export function TieOutTable({ rows, totals, month }: Pick<TieOut, 'rows' | 'totals' | 'month'>) {
  const accountId = useAccountId()
  const all: Row[] = [...rows, ...totals.map((row): Row => ({ ...row, isTotal: true }))]
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

/** Rillet’s invoices that did not come through this sync: a figure in a total, named in a customer’s row. */
function Elsewhere({ row: { elsewhere, elsewhereInvoices } }: { row: Row }) {
  if (elsewhere.count === 0) return null
  const text = `${countText(elsewhere.count)} from elsewhere`
  if (elsewhereInvoices.length === 0) return <div className="hint">{text}</div>
  const more = elsewhere.count - elsewhereInvoices.length
  return (
    <details className="elsewhere">
      <summary className="hint">{text}</summary>
      <ul>
        {elsewhereInvoices.map(({ rilletId, url }) => (
          <li key={rilletId}>
            {url === null ? (
              <Id value={rilletId} name="Rillet invoice id" />
            ) : (
              <ExternalLink href={url}>{shortened(rilletId)}</ExternalLink>
            )}
          </li>
        ))}
        {more > 0 && <li className="hint">and {countText(more)} more</li>}
      </ul>
    </details>
  )
}

function Difference({ row: { ties, difference, currency, rillet, parts: ours } }: { row: Row }) {
  if (!ties) {
    return (
      <span className="differs">
        <Money amount={difference} currency={currency} />
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

const Sum = ({ count, total, currency }: { count: number; total: string; currency: string }) =>
  count === 0 ? (
    <span className="none">–</span>
  ) : (
    <span className="sum">
      <Money amount={total} currency={currency} />
      <span className="hint">{countText(count)}</span>
    </span>
  )
