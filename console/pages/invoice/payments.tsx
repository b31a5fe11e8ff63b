import { Id } from '../../components/id.tsx'
import { Money } from '../../components/money.tsx'
import { Section } from '../../components/section.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { Day, Time } from '../../components/time.tsx'
import type { Detail } from '../../queries/invoices.ts'

type Entry = Detail['payments'][number] | Detail['credits'][number]

/** Money and credits in Rillet, with every step that each took. */
export function Payments({ invoice }: { invoice: Detail }) {
  const { payments, credits, paidTotal, grossTotal, currency } = invoice
  const entries: Entry[] = [...payments, ...credits]
  if (entries.length === 0) return null
  return (
    <Section
      title="Payments and credits"
      aside={
        <>
          <Money amount={paidTotal} currency={null} /> of{' '}
          <Money amount={grossTotal} currency={currency} />
        </>
      }
    >
      <ul className="entries">
        {entries.map((entry) => (
          <li key={entry.id} className="entry" data-gone={entry.removedAt !== null || undefined}>
            <Line entry={entry} />
            <ol className="entry-changes">
              {entry.changes.map(({ at, kind, amount, currency: of, status }) => (
                <li key={`${at} ${kind}`}>
                  <Time at={at} /> {changes[kind]} (<Money amount={amount} currency={of} />,{' '}
                  {status.toLowerCase()})
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const changes: Record<Entry['changes'][number]['kind'], string> = {
  recorded: 'recorded in Rillet',
  edited: 'edited in Rillet',
  cleared: 'cleared',
  failed: 'failed',
  deleted: 'deleted in Rillet',
  returned: 'there again in Rillet',
}

function Line({ entry }: { entry: Entry }) {
  const isPayment = 'paidOn' in entry
  return (
    <div className="entry-line">
      <strong>{isPayment ? 'Payment' : 'Credit'}</strong>
      <Day day={isPayment ? entry.paidOn : entry.appliedOn} />
      {isPayment && entry.ignored && (
        <Badge label="Ignored: a payment link decides" icon="minus" tone="neutral" />
      )}
      {entry.removedAt !== null && <Badge label="Deleted" icon="trash" tone="neutral" />}
      <Id
        value={isPayment ? entry.id : entry.creditMemoId}
        name={isPayment ? 'payment id' : 'credit memo id'}
      />
      <span className="entry-amount">
        <Money amount={entry.amount} currency={entry.currency} />
      </span>
    </div>
  )
}
