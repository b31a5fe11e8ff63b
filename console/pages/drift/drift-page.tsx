import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useAccountId } from '../../account.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Filters, SearchFilter } from '../../components/filters.tsx'
import { Go } from '../../components/go.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Time } from '../../components/time.tsx'
import { type Drifting, driftQuery } from '../../queries/books.ts'
import { figureText } from '../../words/figures.ts'
import { ThingsSearch } from '../customers/search.ts'
import { Actions } from '../invoice/actions.tsx'
import '../../styles/connect.css'

/** Where the two systems differ, field by field, and every way out. */
export function DriftPage() {
  const accountId = useAccountId()
  const { trail: _, ...query } = ThingsSearch.parse(useSearch({ strict: false }))
  const list = useQuery(driftQuery(accountId, query))
  return (
    <Page
      title="Drift"
      about="Invoices in which Sequence and Rillet differ. Nothing is overwritten until you say so."
    >
      <Filters label="Filter invoices">
        <SearchFilter label="Number or customer" />
      </Filters>
      <Loaded query={list}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoneYet icon="check" title="Nothing differs" one="differing invoice">
              <p>What somebody changes in one system alone appears here, with the ways out.</p>
            </NoneYet>
          ) : (
            <>
              {items.map((invoice) => (
                <DriftCard key={invoice.id} invoice={invoice} />
              ))}
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const Figure = ({ text, moved }: { text: string; moved: boolean }) =>
  moved ? <strong>{text}</strong> : text

const columnsOf = (currency: string | null): Column<Drifting['drift'][number]>[] => [
  { title: 'Field', narrow: 'head', cell: ({ field }) => field.replaceAll('_', ' ') },
  {
    title: 'Sequence',
    cell: ({ field, ours, side }) => (
      <Figure text={figureText(field, ours, currency)} moved={side === 'sequence'} />
    ),
  },
  {
    title: 'Rillet',
    cell: ({ field, theirs, side }) => (
      <Figure text={figureText(field, theirs, currency)} moved={side === 'rillet'} />
    ),
  },
  { title: 'Since', cell: ({ since }) => <Time at={since} /> },
]

function DriftCard({ invoice }: { invoice: Drifting }) {
  const accountId = useAccountId()
  const name = invoice.number ?? invoice.id
  return (
    <section className="card setup" aria-label={`Invoice ${name}`}>
      <header className="card-head">
        <h2>
          <Go href={`/accounts/${accountId}/invoices/${invoice.id}`}>{name}</Go>
        </h2>
        <span>{invoice.customerName}</span>
      </header>
      <DataTable
        label={`What differs in ${name}`}
        rows={invoice.drift}
        columns={columnsOf(invoice.currency)}
        keyOf={({ field }) => field}
      />
      {invoice.problems.map((problem) => (
        <p key={problem.code + problem.whatHappened} className="hint">
          {problem.whatHappened} {problem.how}
        </p>
      ))}
      <div className="form-buttons">
        <Actions accountId={accountId} invoice={invoice} />
      </div>
    </section>
  )
}
