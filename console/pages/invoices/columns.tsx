import { Link } from '@tanstack/react-router'
import type { Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { Money } from '../../components/money.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { Day, None, Time } from '../../components/time.tsx'
import type { Invoice } from '../../queries/invoices.ts'

/** What the list says of an invoice. */
export const columnsOf = (accountId: string): Column<Invoice>[] => [
  {
    title: 'Number',
    narrow: 'head',
    cell: ({ id, number }) => (
      <Link to="/accounts/$accountId/invoices/$invoiceId" params={{ accountId, invoiceId: id }}>
        {nameOf({ id, number })}
      </Link>
    ),
  },
  { title: 'Customer', cell: ({ customerName }) => customerName ?? <None /> },
  { title: 'State', cell: (invoice) => <Standing invoice={invoice} /> },
  {
    title: 'Total',
    align: 'right',
    cell: ({ grossTotal, currency }) => <Money amount={grossTotal} currency={currency} />,
  },
  { title: 'Date', cell: ({ accountingDate }) => <Day day={accountingDate} /> },
  { title: 'Changed', cell: ({ changedAt }) => <Time at={changedAt} /> },
  { title: 'Rillet', narrow: 'hidden', cell: (invoice) => <RilletMark invoice={invoice} /> },
]

/** What an invoice is called where it has no number yet. */
export const nameOf = ({ id, number }: Pick<Invoice, 'id' | 'number'>): string =>
  number ?? `No number (${id.slice(0, 8)}…)`

function Standing({ invoice }: { invoice: Invoice }) {
  const { state, problems, errorText } = invoice
  const why = problems[0]?.title ?? (state === 'waiting' ? errorText : null)
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : ''
  return (
    <span className="standing">
      <StateBadge state={state} />
      {why !== null && <span className="standing-why">{why + more}</span>}
    </span>
  )
}

/** Whether it is in Rillet, and the way to it. */
function RilletMark({ invoice: { rilletId, rilletUrl } }: { invoice: Invoice }) {
  if (rilletId === null) return <None />
  if (rilletUrl === null) {
    return (
      <span className="mark">
        <Icon name="check" /> there
      </span>
    )
  }
  return (
    <a className="external" href={rilletUrl} target="_blank" rel="noreferrer">
      Open
      <Icon name="external" />
      <span className="visually-hidden"> in Rillet, in a new window</span>
    </a>
  )
}
