import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { Time } from '../../components/time.tsx'
import { timelineQuery } from '../../queries/invoices.ts'
import { timelineText, whoText } from '../../words/events.ts'

/** Everything that happened to the invoice, newest first. */
export function Timeline({ accountId, invoiceId }: { accountId: string; invoiceId: string }) {
  const timeline = useInfiniteQuery(timelineQuery(accountId, invoiceId))
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = timeline
  if (error !== null && data === undefined) {
    return <ErrorState error={error} retry={() => void refetch()} />
  }
  const events = data?.pages.flatMap(({ items }) => items)
  return (
    <Section title="Timeline">
      {events === undefined ? (
        <Skeleton />
      ) : (
        <ol className="timeline">
          {events.map(({ id, at, kind, actor, reason }, index) => (
            <li key={id} className="event" data-kind={kind.split('.')[0]}>
              <p>
                {timelineText(events, index)}
                {whoText(actor) !== null && <span className="event-who"> {whoText(actor)}</span>}
              </p>
              {reason !== null && <p className="event-reason">“{reason}”</p>}
              <Time at={at} />
            </li>
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older
        </Button>
      )}
    </Section>
  )
}
