import { type Column, DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { Money } from '../../components/money.tsx'
import { Section } from '../../components/section.tsx'
import { Day, None } from '../../components/time.tsx'
import { percentText, plural } from '../../format.ts'
import type { Detail } from '../../queries/invoices.ts'
import { Agreement } from './sides.tsx'

type Line = Detail['lines'][number]

/** Line by line, with product and tax code. */
export function Lines({ invoice }: { invoice: Detail }) {
  const { lines, currency, rillet: theirs } = invoice
  if (lines.length === 0) return null
  const columns: Column<Line>[] = [
    { title: 'Line', narrow: 'head', cell: (line) => <Title line={line} /> },
    { title: 'Product', cell: ({ sequence, rillet }) => <Product {...{ sequence, rillet }} /> },
    { title: 'Tax code', cell: ({ sequence }) => sequence?.taxCode ?? <None /> },
    {
      title: 'Period',
      narrow: 'hidden',
      cell: ({ sequence, rillet }) => <Period of={sequence ?? rillet} />,
    },
    {
      title: 'Net in Sequence',
      align: 'right',
      cell: ({ sequence }) => <Money amount={sequence?.net ?? null} currency={currency} />,
    },
    {
      title: 'Net in Rillet',
      align: 'right',
      cell: ({ rillet }) => <Money amount={rillet?.net ?? null} currency={currency} />,
    },
    {
      title: 'Agree',
      cell: ({ sequence, rillet, agrees }) => {
        if (sequence === null) return <Missing from="Sequence" />
        // Where the whole invoice is not in Rillet, no line of it is missing there.
        if (rillet === null && theirs !== null) return <Missing from="Rillet" />
        return <Agreement agrees={agrees} />
      },
    },
  ]
  return (
    <Section title="Lines" aside={plural(lines.length, 'line')}>
      <DataTable
        label="Lines"
        rows={lines}
        columns={columns}
        keyOf={({ number }) => String(number)}
      />
    </Section>
  )
}

const Missing = ({ from }: { from: 'Sequence' | 'Rillet' }) => (
  <span className="mark tone-bad">
    <Icon name="differs" /> not in {from}
  </span>
)

const Title = ({ line: { sequence, rillet } }: { line: Line }) => (
  <span className="two-lines">
    {sequence?.title ?? rillet?.title}
    {sequence !== null && (
      <small>
        {sequence.quantity} × · tax {percentText(sequence.taxRate)}
        {sequence.group !== null && ` · ${sequence.group}`}
      </small>
    )}
    {sequence === null && <small>only in Rillet</small>}
  </span>
)

const Product = ({ sequence, rillet }: Pick<Line, 'sequence' | 'rillet'>) => {
  const name = sequence?.productName ?? rillet?.productName ?? sequence?.productId
  return name === null || name === undefined ? <None /> : name
}

function Period({ of }: { of: { servicePeriod: { start: string; end: string } | null } | null }) {
  const period = of?.servicePeriod
  if (!period) return <None />
  return (
    <span>
      <Day day={period.start} /> – <Day day={period.end} />
    </span>
  )
}
