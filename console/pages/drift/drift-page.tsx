import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Filters, SearchFilter } from '../../components/filters.tsx'
import { Go } from '../../components/go.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Drifting, driftQuery, settleDrift } from '../../queries/books.ts'
import { useMay } from '../../session.ts'
import { ThingsSearch } from '../customers/search.ts'
import '../../styles/connect.css'

/** Where the two systems differ, field by field, and the two ways out. */
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
              <p>What somebody changes in one system alone appears here, with both ways out.</p>
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

const ways = {
  'accept-theirs': {
    action: 'Accept theirs',
    about: 'What Rillet says counts as right from now on; nothing is written.',
  },
  'push-ours': {
    action: 'Push ours',
    about: 'What Sequence says is written into Rillet, over what is there.',
  },
} as const

function DriftCard({ invoice }: { invoice: Drifting }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const client = useQueryClient()
  const [open, setOpen] = useState<keyof typeof ways | null>(null)
  const name = invoice.number ?? invoice.id
  return (
    <section className="card setup" aria-label={`Invoice ${name}`}>
      <header className="card-head">
        <h2>
          <Go href={`/accounts/${accountId}/invoices/${invoice.id}`}>{name}</Go>
        </h2>
        <span>{invoice.customerName}</span>
      </header>
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Sequence</th>
            <th scope="col">Rillet</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {invoice.drift.map(({ field, ours, theirs, side, since }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td data-moved={side === 'sequence' || undefined}>{ours}</td>
              <td data-moved={side === 'rillet' || undefined}>{theirs}</td>
              <td>
                <Time at={since} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {invoice.problems.map((problem) => (
        <p key={problem.code + problem.whatHappened} className="hint">
          {problem.whatHappened} {problem.how}
        </p>
      ))}
      <div className="form-buttons">
        <Button unavailable={whyNot('operator')} onClick={() => setOpen('accept-theirs')}>
          Accept theirs
        </Button>
        <Button unavailable={whyNot('operator')} onClick={() => setOpen('push-ours')}>
          Push ours
        </Button>
      </div>
      {open !== null && (
        <Confirm
          open
          onClose={() => setOpen(null)}
          title={`${ways[open].action}: ${name}`}
          about={ways[open].about}
          action={ways[open].action}
          onConfirm={async (reason) => {
            await settleDrift(accountId, invoice.id, open, reason)
            await client.invalidateQueries({ queryKey: ['account', accountId] })
            toast.done(`${ways[open].action}: done`, name)
          }}
        />
      )}
    </section>
  )
}
