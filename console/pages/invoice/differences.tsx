import { type Column, DataTable } from '../../components/data-table.tsx'
import { Section } from '../../components/section.tsx'
import { Time } from '../../components/time.tsx'
import type { Detail } from '../../queries/invoices.ts'
import { figureText } from '../../words/figures.ts'

type Difference = Detail['drift'][number]

const sides = { sequence: 'Changed in Sequence', rillet: 'Changed in Rillet' } as const

const columnsOf = (currency: string | null): Column<Difference>[] => [
  { title: 'Field', narrow: 'head', cell: ({ field }) => field.replaceAll('_', ' ') },
  {
    title: 'Sequence',
    align: 'right',
    cell: ({ field, ours }) => figureText(field, ours, currency),
  },
  {
    title: 'Rillet',
    align: 'right',
    cell: ({ field, theirs }) => figureText(field, theirs, currency),
  },
  { title: 'Which moved', cell: ({ side }) => sides[side] },
  { title: 'Since', cell: ({ since }) => <Time at={since} /> },
]

/** What differs between the two systems, field by field. */
export const Differences = ({ invoice: { drift, currency } }: { invoice: Detail }) => (
  <Section title="What differs">
    <DataTable
      label="What differs"
      rows={drift}
      columns={columnsOf(currency)}
      keyOf={({ field }) => field}
    />
  </Section>
)
