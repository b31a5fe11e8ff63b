import { type Column, DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { Money } from '../../components/money.tsx'
import { Section } from '../../components/section.tsx'
import { Day, None, Time } from '../../components/time.tsx'
import type { Detail } from '../../queries/invoices.ts'

type Field = Detail['fields'][number]

/** Both systems' figures side by side. */
export function Sides({ invoice }: { invoice: Detail }) {
  const { fields, currency, sequence, rillet } = invoice
  if (fields.length === 0) return null
  const columns: Column<Field>[] = [
    {
      title: 'Figure',
      narrow: 'head',
      cell: ({ field }) =>
        field === 'Still due' && rillet !== null ? (
          <>
            Still due <span className="hint">as of </span>
            <Time at={rillet.dueAt} />
          </>
        ) : (
          field
        ),
    },
    {
      title: 'Sequence',
      align: 'right',
      cell: ({ kind, sequence: value }) => shown(kind, value, currency),
    },
    {
      title: 'Rillet',
      align: 'right',
      cell: ({ kind, rillet: value }) => shown(kind, value, currency),
    },
    { title: 'Agree', cell: ({ agrees }) => <Agreement agrees={agrees} /> },
  ]
  return (
    <Section
      title="Side by side"
      aside={
        <>
          {sequence !== null && (
            <>
              Sequence read <Time at={sequence.readAt} />
            </>
          )}
          {rillet !== null && (
            <>
              {' · '}Rillet read <Time at={rillet.readAt} />
            </>
          )}
        </>
      }
    >
      <DataTable label="Figures" rows={fields} columns={columns} keyOf={({ field }) => field} />
    </Section>
  )
}

function shown(kind: Field['kind'], value: string | null, currency: string | null) {
  if (value === null) return <None />
  if (kind === 'money') return <Money amount={value} currency={currency} />
  return kind === 'date' ? <Day day={value} /> : value
}

/** Whether two figures are the same, in a word. */
export function Agreement({ agrees }: { agrees: boolean | null }) {
  if (agrees === null) return <None />
  return agrees ? (
    <span className="mark tone-good">
      <Icon name="check" /> same
    </span>
  ) : (
    <span className="mark tone-bad">
      <Icon name="differs" /> differs
    </span>
  )
}
