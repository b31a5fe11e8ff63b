import { Link } from '@tanstack/react-router'
import type { Column } from '../../components/data-table.tsx'
import { Badge, StateBadge } from '../../components/state-badge.tsx'
import { None, Time } from '../../components/time.tsx'
import type { Bulk, BulkItem } from '../../queries/bulk.ts'
import { bulkItemLooks, bulkLooks } from '../../words/looks.ts'

/** What became of each invoice. */
export const itemColumns = (accountId: string): Column<BulkItem>[] => [
  {
    title: 'Invoice',
    narrow: 'head',
    cell: ({ invoiceId, number }) => (
      <Link to="/accounts/$accountId/invoices/$invoiceId" params={{ accountId, invoiceId }}>
        {number ?? invoiceId}
      </Link>
    ),
  },
  { title: 'Result', cell: ({ result }) => <Badge {...bulkItemLooks[result]} /> },
  { title: 'Now', cell: ({ state }) => (state === null ? <None /> : <StateBadge state={state} />) },
  {
    title: 'Why',
    cell: ({ detail, errorCode }) => detail ?? errorCode?.replaceAll('_', ' ') ?? <None />,
  },
  { title: 'Asked', cell: ({ askedAt }) => <Time at={askedAt} /> },
]

/** The bulk retries of an account. */
export const bulkColumns = (accountId: string): Column<Bulk>[] => [
  {
    title: 'Started',
    narrow: 'head',
    cell: ({ bulkId, createdAt }) => (
      <Link to="/accounts/$accountId/bulk/$bulkId" params={{ accountId, bulkId }}>
        <Time at={createdAt} />
      </Link>
    ),
  },
  { title: 'By', cell: ({ actor }) => actor },
  { title: 'Reason', cell: ({ reason }) => reason },
  { title: 'State', cell: ({ state }) => <Badge {...bulkLooks[state]} /> },
  { title: 'Invoices', align: 'right', cell: ({ total }) => total },
  { title: 'Done', align: 'right', cell: ({ counts }) => counts.done },
  { title: 'Waits again', align: 'right', cell: ({ counts }) => counts.held },
]
