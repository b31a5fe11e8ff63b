import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { plural } from '../../format.ts'
import type { BulkChoice } from '../../queries/bulk.ts'
import { useMay } from '../../session.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import type { InvoiceFilter } from './search.ts'

type Props = {
  accountId: string
  filter: InvoiceFilter
  chosen: ReadonlySet<string>
  /** True where no invoice matches the filter. */
  isEmpty: boolean
  onClear: () => void
}

/** What can be done with the chosen invoices, or with all of the filter. */
export function BulkBar({ accountId, filter, chosen, isEmpty, onClear }: Props) {
  const { whyNot } = useMay()
  const [choice, setChoice] = useState<BulkChoice | null>(null)
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  if (chosen.size === 0 && (!isFiltered || isEmpty)) return null
  return (
    <div className="bulk-bar" role="group" aria-label="Several invoices at once">
      {chosen.size > 0 && (
        <>
          <span>{plural(chosen.size, 'invoice')} chosen</span>
          <Button
            icon="retry"
            unavailable={whyNot('operator')}
            onClick={() => setChoice({ invoiceIds: [...chosen] })}
          >
            Retry the chosen
          </Button>
          <Button kind="quiet" onClick={onClear}>
            Choose none
          </Button>
        </>
      )}
      {chosen.size === 0 && (
        <Button icon="retry" unavailable={whyNot('operator')} onClick={() => setChoice({ filter })}>
          Retry all of this filter
        </Button>
      )}
      {choice !== null && (
        <BulkDialog accountId={accountId} choice={choice} onClose={() => setChoice(null)} />
      )}
    </div>
  )
}
