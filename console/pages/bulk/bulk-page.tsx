import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Time } from '../../components/time.tsx'
import { plural } from '../../format.ts'
import { type Bulk, bulkQuery, useCancelBulk } from '../../queries/bulk.ts'
import { useMay } from '../../session.ts'
import { bulkLooks } from '../../words/looks.ts'
import { itemColumns } from './columns.tsx'

const route = getRouteApi('/accounts/$accountId/bulk/$bulkId')

/** One bulk retry: how far it is, and what became of each invoice. */
export function BulkPage() {
  const { accountId, bulkId } = route.useParams()
  const { cursor } = route.useSearch()
  const bulk = useQuery(bulkQuery(accountId, bulkId, cursor))
  return (
    <Loaded query={bulk} whole>
      {(loaded) => (
        <Page
          title={`Retry of ${plural(loaded.total, 'invoice')}`}
          back={
            <Link to="/accounts/$accountId/bulk" params={{ accountId }}>
              Bulk retries
            </Link>
          }
          about={
            <>
              By {loaded.actor}, <Time at={loaded.createdAt} />: “{loaded.reason}”
            </>
          }
          actions={loaded.state === 'running' && <Cancel accountId={accountId} bulkId={bulkId} />}
        >
          <Progress bulk={loaded} />
          <DataTable
            label="Result for each invoice"
            rows={loaded.items}
            columns={itemColumns(accountId)}
            keyOf={({ invoiceId }) => invoiceId}
          />
          <Pager nextCursor={loaded.nextCursor} count={loaded.items.length} />
        </Page>
      )}
    </Loaded>
  )
}

function Progress({ bulk: { state, total, counts } }: { bulk: Bulk }) {
  const ended = counts.done + counts.held + counts.refused + counts.cancelled
  const parts = [
    plural(counts.done, 'is done', 'are done'),
    counts.held > 0 && plural(counts.held, 'waits again', 'wait again'),
    counts.refused > 0 && plural(counts.refused, 'was refused', 'were refused'),
    counts.cancelled > 0 && plural(counts.cancelled, 'was not asked', 'were not asked'),
    counts.working > 0 && plural(counts.working, 'is under way', 'are under way'),
    counts.pending > 0 && plural(counts.pending, 'is to come', 'are to come'),
  ]
  return (
    <div className="stack" role="status">
      <progress className="progress" max={Math.max(total, 1)} value={ended} aria-label="Progress" />
      <p>
        <strong>{bulkLooks[state].label}.</strong> {parts.filter(Boolean).join(', ')}.
      </p>
    </div>
  )
}

function Cancel({ accountId, bulkId }: { accountId: string; bulkId: string }) {
  const { whyNot } = useMay()
  const cancel = useCancelBulk(accountId, bulkId)
  return (
    <Button
      kind="danger"
      busy={cancel.isPending}
      unavailable={whyNot('operator')}
      onClick={() => cancel.mutate()}
    >
      Cancel the rest
    </Button>
  )
}
