import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { Time } from '../../components/time.tsx'
import { timelineQuery } from '../../queries/invoices.ts'
import { timelineText, whoText } from '../../words/events.ts'
import { causalOrder } from '../../words/timeline-order.ts'

/** Everything that happened to the invoice, newest first, each effect above its cause. */
export function Timeline({ accountId, invoiceId }: { accountId: string; invoiceId: string }) {
  const timeline = useInfiniteQuery(timelineQuery(accountId, invoiceId))
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = timeline
  if (error !== null && data === undefined) {
    return <ErrorState error={error} retry={() => void refetch()} />
  }
  const listed = data?.pages.flatMap(({ items }) => items)
  const events =
    listed &&
    causalOrder(listed.map((event, index) => ({ ...event, text: timelineText(listed, index) })))
  return (
    <Section title="Timeline" aside="newest first">
      {events === undefined ? (
        <Skeleton />
      ) : (
        <ol className="timeline">
          {events.map(({ id, at, kind, actor, reason, text }) => (
            <li key={id} className="event" data-kind={kind.split('.')[0]}>
              <p>
                {text}
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
