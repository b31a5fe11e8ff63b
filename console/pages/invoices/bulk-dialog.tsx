import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Confirm } from '../../components/confirm.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { Facts } from '../../components/section.tsx'
import { Skeleton } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { countText, plural } from '../../format.ts'
import { type BulkChoice, bulkEstimateQuery, useBulkRetry } from '../../queries/bulk.ts'
import { bulkAsked } from '../../words/asked.ts'
import { stateLooks } from '../../words/looks.ts'

type Props = { accountId: string; choice: BulkChoice; onClose: () => void }

/** Says what retrying many would be, asks for the reason, starts it and opens its page. */
export function BulkDialog({ accountId, choice, onClose }: Props) {
  const estimate = useQuery(bulkEstimateQuery(accountId, choice))
  const { mutateAsync } = useBulkRetry(accountId)
  const navigate = useNavigate()
  return (
    <Confirm
      open
      onClose={onClose}
      title="Retry many invoices"
      about="Each is asked like by its own Retry sync, within the calls that Rillet allows."
      action="Retry them"
      incomplete={hindranceOf(estimate.data)}
      onConfirm={async (reason = '') => {
        const { bulkId, total } = await mutateAsync({ ...choice, reason })
        await navigate({ to: '/accounts/$accountId/bulk/$bulkId', params: { accountId, bulkId } })
        toast.asked(...bulkAsked(total))
      }}
    >
      <Loaded query={estimate} loading={<Skeleton lines={4} />}>
        {({ count, byState, amounts, requests, minutes }) => (
          <Facts
            facts={[
              ['Invoices', countText(count)],
              [
                'Now',
                byState
                  .map(
                    (one) => `${countText(one.count)} ${stateLooks[one.state].label.toLowerCase()}`,
                  )
                  .join(', '),
              ],
              [
                'Amounts',
                <span key="amounts" className="stack-tight">
                  {amounts.map(({ amount, currency }) => (
                    <Money key={currency} amount={amount} currency={currency} />
                  ))}
                </span>,
              ],
              ['Calls to Rillet', `about ${countText(requests)}`],
              ['Takes', `about ${plural(Math.max(minutes, 1), 'minute')}`],
            ]}
          />
        )}
      </Loaded>
    </Confirm>
  )
}

type Estimate = { count: number; isTooMany: boolean; mostAtOnce: number }

function hindranceOf(estimate: Estimate | undefined): string | null {
  if (estimate === undefined) return 'The estimate is being made.'
  if (estimate.count === 0) return 'None of these invoices can be retried.'
  if (!estimate.isTooMany) return null
  return `At most ${countText(estimate.mostAtOnce)} at once: narrow the filter.`
}
