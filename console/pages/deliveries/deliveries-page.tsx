import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Filters, SelectFilter } from '../../components/filters.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Go } from '../../components/go.tsx'
import { shortened } from '../../components/id.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { None, Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { type Deliveries, deliveriesQuery, replay } from '../../queries/books.ts'
import { useMay } from '../../session.ts'
import { deliveryLooks, ignoredWords, vendorName } from '../../words/looks.ts'
import { DeliveryNotes } from './notes.tsx'
import { ReplayRange } from './replay-range.tsx'
import { DeliveriesSearch } from './search.ts'
import '../../styles/connect.css'

type Delivery = Deliveries['items'][number]

/** What both systems delivered, what became of it, and what was refused and why. */
export function DeliveriesPage() {
  const accountId = useAccountId()
  const { trail: _, ...query } = DeliveriesSearch.parse(useSearch({ strict: false }))
  const list = useQuery(deliveriesQuery(accountId, query))
  const statuses = Object.entries(deliveryLooks).map(([value, { label }]) => ({ value, label }))
  return (
    <Page
      title="Deliveries"
      about="Every genuine delivery is kept, and handled once. Nothing of it is lost."
      actions={<ReplayRange />}
    >
      <Filters label="Filter deliveries">
        <SelectFilter
          name="source"
          label="From"
          options={[
            { value: 'sequence', label: 'Sequence' },
            { value: 'rillet', label: 'Rillet' },
          ]}
        />
        <SelectFilter name="status" label="What became of it" options={statuses} />
      </Filters>
      <Loaded query={list}>
        {(found) => (
          <>
            <DeliveryNotes {...found} />
            {found.items.length === 0 ? (
              <NoneYet icon="delivery" title="No delivery has come yet" one="delivery">
                <p>Finalize an invoice in Sequence, or record a payment in Rillet: one comes.</p>
              </NoneYet>
            ) : (
              <>
                <DataTable
                  label="Deliveries"
                  rows={found.items}
                  columns={columns}
                  keyOf={({ id }) => id}
                />
                <Pager nextCursor={found.nextCursor} count={found.items.length} />
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

const columns: Column<Delivery>[] = [
  { title: 'Event', narrow: 'head', cell: ({ event }) => <code>{event}</code> },
  { title: 'From', cell: ({ source }) => vendorName[source] },
  { title: 'Received', cell: ({ receivedAt }) => <Time at={receivedAt} /> },
  {
    title: 'What became of it',
    cell: ({ status, outcome, lastError, stale }) => (
      <span>
        <Badge {...deliveryLooks[status]} />
        <Why {...{ status, outcome }} />
        {stale && <span className="hint"> came late</span>}
        {lastError !== null && <span className="hint wrap">{lastError}</span>}
      </span>
    ),
  },
  { title: 'Invoice', cell: ({ invoiceId }) => <InvoiceLink id={invoiceId} /> },
  { title: 'Actions', cell: (delivery) => <Replay delivery={delivery} /> },
]

function Why({ status, outcome }: Pick<Delivery, 'status' | 'outcome'>) {
  const why = status === 'ignored' && outcome !== null ? ignoredWords[outcome] : undefined
  return why === undefined ? null : <span className="hint"> {why}</span>
}

function InvoiceLink({ id }: { id: string | null }) {
  const accountId = useAccountId()
  if (id === null) return <None />
  return (
    <Go href={`/accounts/${accountId}/invoices/${id}`} title={id}>
      {shortened(id)}
    </Go>
  )
}

function Replay({ delivery: { id, status } }: { delivery: Delivery }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const { busy, error, run } = useAction()
  if (status !== 'quarantined' && status !== 'unmatched') return <None />
  return (
    <>
      <Button
        busy={busy}
        unavailable={whyNot('operator')}
        onClick={() => void run(() => replay(accountId, { id }))}
      >
        Replay
      </Button>
      <FormError error={error} />
    </>
  )
}
