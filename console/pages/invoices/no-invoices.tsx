import { useAddress } from '../../address.ts'
import { Go } from '../../components/go.tsx'
import { EmptyState } from '../../components/states.tsx'

/** Nothing was found, or nothing has come yet. */
export function NoInvoices() {
  const { isFiltered, path } = useAddress()
  if (isFiltered) {
    return (
      <EmptyState icon="search" title="No invoice is like that">
        <p>
          <Go href={path}>Clear the filters</Go> to see all of them.
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="invoice" title="No invoice has come from Sequence yet">
      <p>
        Finalize one in Sequence: it is here within seconds. If it is not, Connect says what is
        missing.
      </p>
    </EmptyState>
  )
}
