import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Filters, SearchFilter } from '../../components/filters.tsx'
import { Id } from '../../components/id.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { NoneYet } from '../../components/none-yet.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { None, Time } from '../../components/time.tsx'
import { type AuditRow, auditQuery } from '../../queries/people.ts'
import '../../styles/people.css'
import { auditLooks } from '../../words/looks.ts'

const route = getRouteApi('/accounts/$accountId/audit')

/** Who did what in the account, and what was refused. */
export function AuditPage() {
  const { accountId } = route.useParams()
  const { trail: _, ...filter } = route.useSearch()
  const rows = useQuery(auditQuery(accountId, filter))
  return (
    <Page
      title="Audit"
      about="Everything that somebody changed or was refused. Rows are only ever added."
    >
      <Filters label="Filter the audit trail">
        <SearchFilter name="actor" label="Who, by exact name" />
        <SearchFilter name="target" label="To what, by exact id" />
      </Filters>
      <Loaded query={rows}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoneYet icon="audit" title="Nobody changed anything yet" one="change">
              <p>What somebody changes in this account, or is refused, appears here at once.</p>
            </NoneYet>
          ) : (
            <>
              <DataTable
                label="Audit trail"
                rows={items}
                columns={columns}
                keyOf={({ seq }) => seq}
              />
              <Pager nextCursor={nextCursor} count={items.length} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const columns: Column<AuditRow>[] = [
  { title: 'What', narrow: 'head', cell: ({ what }) => what },
  { title: 'Outcome', cell: ({ outcome }) => <Badge {...auditLooks[outcome]} /> },
  { title: 'Who', cell: ({ actor, ip }) => (ip === null ? actor : `${actor}, from ${ip}`) },
  { title: 'When', cell: ({ at }) => <Time at={at} /> },
  { title: 'To what', cell: ({ target }) => <Target target={target} /> },
  { title: 'Reason', cell: ({ reason }) => reason ?? <None /> },
  { title: 'Change', cell: (row) => <Change row={row} /> },
]

/** Ids can be copied; names are short enough to be read. */
function Target({ target }: { target: string | null }) {
  if (target === null) return <None />
  return target.length > 20 ? <Id value={target} /> : target
}

function Change({ row: { before, after } }: { row: AuditRow }) {
  if (isNothing(before) && isNothing(after)) return <None />
  return (
    <details>
      <summary>Show</summary>
      {!isNothing(before) && <pre className="change">before {JSON.stringify(before, null, 1)}</pre>}
      {!isNothing(after) && <pre className="change">after {JSON.stringify(after, null, 1)}</pre>}
    </details>
  )
}

const isNothing = (value: unknown) =>
  value === null ||
  value === undefined ||
  (typeof value === 'object' && Object.keys(value).length === 0)
