import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemCard } from '../../components/problem-card.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { invoiceQuery } from '../../queries/invoices.ts'

const route = getRouteApi('/accounts/$accountId/invoices/$invoiceId')

/** One invoice: where it stands, why, and what a person may do. */
export function InvoicePage() {
  const { accountId, invoiceId } = route.useParams()
  const invoice = useQuery(invoiceQuery(accountId, invoiceId))
  return (
    <Loaded query={invoice}>
      {({ number, state, problems }) => (
        <Page title={number ?? 'Invoice'} about={<StateBadge state={state} />}>
          {problems.map((problem) => (
            <ProblemCard key={problem.code + problem.blockedOn} problem={problem} />
          ))}
        </Page>
      )}
    </Loaded>
  )
}
