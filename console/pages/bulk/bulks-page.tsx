import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { EmptyState } from '../../components/states.tsx'
import { bulksQuery } from '../../queries/bulk.ts'
import { bulkColumns } from './columns.tsx'

const route = getRouteApi('/accounts/$accountId/bulk')

/** What was retried many at once. */
export function BulksPage() {
  const { accountId } = route.useParams()
  const { cursor } = route.useSearch()
  const bulks = useQuery(bulksQuery(accountId, cursor))
  return (
    <Page title="Bulk retries" about="Many invoices retried at once, with a result for each.">
      <Loaded query={bulks}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState icon="retry" title="Nothing was retried in bulk yet">
              <p>
                Choose invoices in{' '}
                <Link to="/accounts/$accountId/invoices" params={{ accountId }}>
                  Invoices
                </Link>
                , or a filter, and press Retry.
              </p>
            </EmptyState>
          ) : (
            <>
              <DataTable
                label="Bulk retries"
                rows={items}
                columns={bulkColumns(accountId)}
                keyOf={({ bulkId }) => bulkId}
              />
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
