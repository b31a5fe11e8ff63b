import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAddress } from '../../address.ts'
import {
  ChipFilter,
  DayFilter,
  Filters,
  SearchFilter,
  SetFilter,
} from '../../components/filters.tsx'
import { invoiceCountsQuery } from '../../queries/invoices.ts'
import { stateLooks } from '../../words/looks.ts'
import type { InvoiceFilter } from './search.ts'

const route = getRouteApi('/accounts/$accountId/invoices')

/** What is asked for, with how many there are of each. */
export function InvoiceFilters({ filter }: { filter: InvoiceFilter }) {
  const { accountId } = route.useParams()
  const address = useAddress()
  const { data } = useQuery(invoiceCountsQuery(accountId, filter))
  const found = new Map(data?.items.map(({ state, count }) => [state, count]))
  const states = Object.entries(stateLooks).flatMap(([value, look]) => {
    const count = [...found].find(([state]) => state === value)?.[1] ?? 0
    return count > 0 || filter.state === value ? [{ value, ...look, count }] : []
  })
  const errors = (data?.errorClasses ?? []).map(({ code, title, count }) => ({
    value: code,
    label: title,
    count,
  }))
  return (
    <Filters label="Filter invoices">
      <div className="filters-line">
        <SearchFilter label="Number or customer" />
        <DayFilter name="from" label="From" />
        <DayFilter name="to" label="To" />
        {address.value('customerId') !== undefined && (
          <SetFilter name="customerId" label="One customer only" />
        )}
        {address.value('currency') !== undefined && (
          <SetFilter name="currency" label={`In ${address.value('currency')}`} />
        )}
      </div>
      <ChipFilter name="state" label="State" options={states} />
      <ChipFilter name="errorClass" label="Why" options={errors} />
    </Filters>
  )
}
