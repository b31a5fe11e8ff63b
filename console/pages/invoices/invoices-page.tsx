import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { ChipFilter, Filters, SearchFilter } from '../../components/filters.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { StateBadge, stateLooks } from '../../components/state-badge.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Day, None, Time } from '../../components/time.tsx'
import { type Invoice, invoiceCountsQuery, invoicesQuery } from '../../queries/invoices.ts'

const route = getRouteApi('/accounts/$accountId/invoices')

/** Every invoice of the account, and where each stands. */
export function InvoicesPage() {
  const { accountId } = route.useParams()
  const { trail: _, ...filter } = route.useSearch()
  const list = useQuery(invoicesQuery(accountId, filter))
  const { state: __, cursor: ___, ...others } = filter
  const counts = useQuery(invoiceCountsQuery(accountId, others))
  const states = (counts.data?.items ?? []).map(({ state, count }) => ({
    value: state,
    count,
    ...stateLooks[state],
  }))
  return (
    <Page title="Invoices">
      <Filters label="Filter invoices">
        <SearchFilter label="Number or customer" />
        <ChipFilter name="state" label="States" options={states} />
      </Filters>
      <Loaded query={list}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState icon="invoice" title="No invoice is here">
              <p>Finalize an invoice in Sequence: it appears here within seconds.</p>
            </EmptyState>
          ) : (
            <>
              <DataTable label="Invoices" rows={items} columns={columns} keyOf={({ id }) => id} />
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const columns: Column<Invoice>[] = [
  { title: 'Number', narrow: 'head', cell: (invoice) => <InvoiceLink invoice={invoice} /> },
  { title: 'Customer', cell: ({ customerName }) => customerName ?? <None /> },
  { title: 'Date', cell: ({ accountingDate }) => <Day day={accountingDate} /> },
  {
    title: 'Total',
    align: 'right',
    cell: ({ grossTotal, currency }) => <Money amount={grossTotal} currency={currency} />,
  },
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { title: 'Changed', cell: ({ changedAt }) => <Time at={changedAt} /> },
]

function InvoiceLink({ invoice: { id, number } }: { invoice: Invoice }) {
  const { accountId } = route.useParams()
  return (
    <Link to="/accounts/$accountId/invoices/$invoiceId" params={{ accountId, invoiceId: id }}>
      {number ?? id.slice(0, 8)}
    </Link>
  )
}
