import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Skeleton } from '../../components/states.tsx'
import { invoicesQuery } from '../../queries/invoices.ts'
import { BulkBar } from './bulk-bar.tsx'
import { columnsOf, nameOf } from './columns.tsx'
import { InvoiceFilters } from './invoice-filters.tsx'

const route = getRouteApi('/accounts/$accountId/invoices')

/** Every invoice of the account, and where each stands. */
export function InvoicesPage() {
  const { accountId } = route.useParams()
  const { trail: _, cursor, ...filter } = route.useSearch()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const list = useQuery(invoicesQuery(accountId, { ...filter, cursor }))
  return (
    <Page
      title="Invoices"
      actions={
        <Link className="button button-quiet" to="/accounts/$accountId/bulk" params={{ accountId }}>
          Bulk retries
        </Link>
      }
    >
      <InvoiceFilters filter={filter} />
      <BulkBar
        accountId={accountId}
        filter={filter}
        chosen={chosen}
        isEmpty={list.data?.items.length === 0 && cursor === undefined}
        onClear={() => setChosen(new Set())}
      />
      <Loaded query={list} loading={<Skeleton lines={12} />}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoneYet icon="invoice" title="No invoice has come from Sequence yet" one="invoice">
              <p>
                Finalize one in Sequence: it is here within seconds. If it is not,{' '}
                <Link to="/accounts/$accountId/connect" params={{ accountId }}>
                  Connect
                </Link>{' '}
                says what is missing.
              </p>
            </NoneYet>
          ) : (
            <>
              <DataTable
                label="Invoices"
                rows={items}
                columns={columnsOf(accountId)}
                keyOf={({ id }) => id}
                nameOf={nameOf}
                selection={{ chosen, onChange: setChosen }}
              />
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
