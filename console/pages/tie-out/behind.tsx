import { useAccountId } from '../../account.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { ExternalLink } from '../../components/external-link.tsx'
import { Go } from '../../components/go.tsx'
import { Id, shortened } from '../../components/id.tsx'
import { Money } from '../../components/money.tsx'
import { Section } from '../../components/section.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { Day, None } from '../../components/time.tsx'
import { countText } from '../../format.ts'
import type { TieOut } from '../../queries/books.ts'
import type { Look } from '../../words/looks.ts'

type Row = TieOut['rows'][number]

type Behind = {
  key: string
  customerName: string | null
  currency: string
  /** Null for an invoice that did not come through this sync. */
  invoiceId: string | null
  number: string | null
  ours: Side | null
  rillet: (Side & { id: string | null; url: string | null }) | null
  amount: string
  standing: Standing
  reason: string
}
type Standing = 'explained' | 'held' | 'unexplained'
type Side = { total: string; day: string | null }

/** The invoices behind the differences of a month: what each side says, and why. */
export function BehindTheDifference({ rows }: Pick<TieOut, 'rows'>) {
  const all = rows.flatMap((row) => [...row.items.map(ofItem(row)), ...ofElsewhere(row)])
  if (all.length === 0) return null
  const more = rows.reduce((count, row) => count + unnamed(row), 0)
  return (
    <Section
      title="Invoices behind the differences"
      aside={more > 0 ? `and ${countText(more)} more that are not listed` : undefined}
    >
      <p className="hint">
        What is explained was made so by the sync or by a person and needs nothing more here. What
        is held waits on its own page; the rest is to be found out. An invoice with two reasons
        stands here twice.
      </p>
      <BehindTable rows={all} />
    </Section>
  )
}

function BehindTable({ rows }: { rows: Behind[] }) {
  const accountId = useAccountId()
  const columns: Column<Behind>[] = [
    {
      title: 'Invoice',
      narrow: 'head',
      cell: ({ invoiceId, number, customerName }) => (
        <>
          {invoiceId === null ? (
            number
          ) : (
            <Go href={`/accounts/${accountId}/invoices/${encodeURIComponent(invoiceId)}`}>
              {number ?? shortened(invoiceId)}
            </Go>
          )}
          {customerName !== null && <div className="hint">{customerName}</div>}
        </>
      ),
    },
    {
      title: 'Sequence',
      align: 'right',
      cell: ({ ours, currency }) => <OneSide side={ours} currency={currency} />,
    },
    {
      title: 'Rillet',
      align: 'right',
      cell: ({ rillet, currency }) => (
        <>
          <OneSide side={rillet} currency={currency} />
          <InRillet of={rillet} />
        </>
      ),
    },
    {
      title: 'Adds to the difference',
      align: 'right',
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
    },
    {
      title: 'Why',
      cell: ({ standing, reason }) => (
        <>
          <Badge {...looks[standing]} />
          <div className="hint">{reason}</div>
        </>
      ),
    },
  ]
  return <DataTable label="Behind the differences" rows={rows} columns={columns} keyOf={keyOf} />
}

const looks: Record<Standing, Look> = {
  explained: { label: 'Explained', icon: 'check', tone: 'good' },
  held: { label: 'Held', icon: 'stop', tone: 'warning' },
  unexplained: { label: 'Unexplained', icon: 'differs', tone: 'bad' },
}

/** Booked in Rillet, and waiting for its cause or for a person. */
export const isHeld = ({ kind }: Pick<Row['items'][number], 'kind'>): boolean =>
  kind === 'held' || kind === 'void_held'

const keyOf = ({ key }: Behind) => key

function OneSide({ side, currency }: { side: Side | null; currency: string }) {
  if (side === null) return <None />
  return (
    <span className="sum">
      <Money amount={side.total} currency={currency} />
      <span className="hint">
        <Day day={side.day} />
      </span>
    </span>
  )
}

function InRillet({ of }: { of: Behind['rillet'] }) {
  if (of === null || of.id === null) return null
  return of.url === null ? (
    <Id value={of.id} name="Rillet invoice id" />
  ) : (
    <ExternalLink href={of.url}>{shortened(of.id)}</ExternalLink>
  )
}

const ofItem =
  ({ customerName, currency }: Row) =>
  (item: Row['items'][number]): Behind => {
    const { invoiceId, number, kind, amount, isExplained, reason, rilletId: id } = item
    return {
      key: `${invoiceId} ${kind}`,
      customerName,
      currency,
      invoiceId,
      number,
      ours: item.ours === null ? null : { total: item.ours, day: item.oursDate },
      rillet:
        item.rillet === null
          ? null
          : { total: item.rillet, day: item.rilletDate, id, url: item.rilletUrl },
      amount,
      standing: isHeld(item) ? 'held' : isExplained ? 'explained' : 'unexplained',
      reason,
    }
  }

const ofElsewhere = ({ customerName, currency, elsewhereInvoices }: Row): Behind[] =>
  elsewhereInvoices.map(({ rilletId: id, number, total, date: day, url }) => ({
    key: id,
    customerName,
    currency,
    invoiceId: null,
    number,
    ours: null,
    rillet: { total, day, id, url },
    amount: total,
    standing: 'unexplained',
    reason: 'From elsewhere: it did not come through this sync',
  }))

const unnamed = ({ moreItems, elsewhere, elsewhereInvoices }: Row): number =>
  moreItems + elsewhere.count - elsewhereInvoices.length
