import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { Loaded } from '../../components/loaded.tsx'
import { EmptyState } from '../../components/states.tsx'
import { accountsOfInvoiceQuery } from '../../queries/accounts.ts'

const route = getRouteApi('/invoices/$invoiceId')

/** Goes on to the invoice in the account that has it: references in Rillet name no account. */
export function FindInvoice() {
  const { invoiceId } = route.useParams()
  const accounts = useQuery(accountsOfInvoiceQuery(invoiceId))
  return (
    <main className="lone">
      <Loaded query={accounts}>
        {({ items }) => {
          const [first] = items
          if (first === undefined) return <Unknown />
          if (items.length > 1) return <Several ids={items} invoiceId={invoiceId} />
          return (
            <Navigate
              to="/accounts/$accountId/invoices/$invoiceId"
              params={{ accountId: first.accountId, invoiceId }}
              replace
            />
          )
        }}
      </Loaded>
    </main>
  )
}

const Unknown = () => (
  <EmptyState icon="search" title="The sync does not know this invoice">
    <p>
      None of your accounts has it. <a href="/">Go to the invoices</a>.
    </p>
  </EmptyState>
)

type SeveralProps = { ids: { accountId: string }[]; invoiceId: string }

const Several = ({ ids, invoiceId }: SeveralProps) => (
  <EmptyState icon="invoice" title="Several accounts have an invoice of this id">
    <ul>
      {ids.map(({ accountId }) => (
        <li key={accountId}>
          <Link to="/accounts/$accountId/invoices/$invoiceId" params={{ accountId, invoiceId }}>
            {accountId}
          </Link>
        </li>
      ))}
    </ul>
  </EmptyState>
)
