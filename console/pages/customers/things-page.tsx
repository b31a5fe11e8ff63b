import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { ExternalLink } from '../../components/external-link.tsx'
import { Filters, SearchFilter } from '../../components/filters.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { None, Time } from '../../components/time.tsx'
import { plural } from '../../format.ts'
import { type Kind, type Thing, thingsQuery } from '../../queries/things.ts'
import { ThingsSearch } from './search.ts'
import { Suggestions } from './suggestions.tsx'
import { ThingButtons } from './thing-buttons.tsx'
import '../../styles/connect.css'

const words = {
  customers: { title: 'Customers', one: 'customer', icon: 'customer' },
  products: { title: 'Products', one: 'product', icon: 'product' },
} as const

/** Customers or products: what each is in Rillet, and what waits for it. */
export function ThingsPage({ kind }: { kind: Kind }) {
  const accountId = useAccountId()
  const { trail: _, ...query } = ThingsSearch.parse(useSearch({ strict: false }))
  const list = useQuery(thingsQuery(accountId, kind, query))
  const [suggests, setSuggests] = useState(false)
  const { title, one, icon } = words[kind]
  return (
    <Page
      title={title}
      about={`Invoices need a linked ${one}; linking lets those that wait go on by themselves.`}
      actions={
        <Button icon="link" onClick={() => setSuggests(true)}>
          Suggest links
        </Button>
      }
    >
      <Suggestions kind={kind} open={suggests} onClose={() => setSuggests(false)} />
      <Filters label={`Filter ${kind}`}>
        <SearchFilter label="Name in Sequence" />
      </Filters>
      <Loaded query={list}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoneYet icon={icon} title={`Sequence has no ${one} yet`} one={one}>
              <p>Make one in Sequence: it appears here, to be linked to Rillet.</p>
            </NoneYet>
          ) : (
            <>
              <DataTable
                label={title}
                rows={items}
                columns={columnsOf(kind)}
                keyOf={({ id }) => id}
              />
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const columnsOf = (kind: Kind): Column<Thing>[] => [
  { title: 'Name', narrow: 'head', cell: ({ name }) => name },
  { title: 'In Rillet', cell: (thing) => <InRillet thing={thing} /> },
  {
    title: 'Waiting',
    cell: ({ waitingInvoices: count }) => (count === 0 ? <None /> : plural(count, 'invoice')),
  },
  { title: 'Actions', cell: (thing) => <ThingButtons kind={kind} thing={thing} /> },
]

function InRillet({ thing: { link, problem, inDoubtSince } }: { thing: Thing }) {
  if (link === null && inDoubtSince !== null) {
    return (
      <div>
        <Badge label="Being looked up" icon="search" tone="doubt" />
        <p className="hint">
          Rillet’s answer to creating it was lost <Time at={inDoubtSince} />.
        </p>
      </div>
    )
  }
  if (link === null) {
    return (
      <div>
        <Badge label="Not linked" icon="minus" tone="neutral" />
        {problem !== null && <p className="hint">{problem}</p>}
      </div>
    )
  }
  const name = link.rilletName ?? link.rilletId
  return (
    <span className="row">
      <Badge label="Rillet" icon="link" tone="good" />
      {link.url === null ? name : <ExternalLink href={link.url}>{name}</ExternalLink>}
      {link.currency !== null && <span className="hint">kept in {link.currency}</span>}
    </span>
  )
}
