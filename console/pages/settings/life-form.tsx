import { TextField } from '../../components/field.tsx'
import type { Settings } from '../../queries/settings.ts'
import { ChoiceField } from './choice-field.tsx'
import { SettingsSection } from './settings-section.tsx'

const voided: Record<Settings['voidPolicy'], string> = {
  delete: 'Delete it in Rillet; ask where that is refused',
  deleteOrCredit: 'Delete it, or take it back by a credit memo',
  ask: 'Ask every time',
}
const closed: Record<Settings['closedPeriodPolicy'], string> = {
  wait: 'Wait until the period is opened',
  dateOnOpenDay: 'Book it on the first open day',
  markAsSynced: 'Mark it as synced: it counts as booked elsewhere',
  exclude: 'Exclude it: it is not booked in Rillet',
  ask: 'Ask every time; a credit note waits',
}
const notes: Record<Settings['creditNotes'], string> = {
  ignore: 'Leave them alone',
  sync: 'Book them as credit memos',
}
const unknown: Record<Settings['unknownInvoices'], string> = {
  ask: 'Leave them out until somebody decides',
  sync: 'Book them',
  ignore: 'Leave them out',
}
const edits: Record<Settings['customerSync'], string> = {
  on: 'Carry them to Rillet',
  off: 'Leave Rillet’s customers alone',
}
type Deciding = 'both' | 'STRIPE' | 'GOCARDLESS' | 'none'
const deciding: Record<Deciding, string> = {
  both: 'Those of Stripe and GoCardless',
  STRIPE: 'Those of Stripe',
  GOCARDLESS: 'Those of GoCardless',
  none: 'None: Rillet’s payments decide',
}
const links: Record<Deciding, Settings['mutingPaymentLinks']> = {
  both: ['STRIPE', 'GOCARDLESS'],
  STRIPE: ['STRIPE'],
  GOCARDLESS: ['GOCARDLESS'],
  none: [],
}
const decidingOf = (muting: Settings['mutingPaymentLinks']): Deciding =>
  new Set(muting).size > 1 ? 'both' : (muting[0] ?? 'none')

/** What becomes of an invoice after it was issued, and of what the sync was not told of. */
export const LifeForm = () => (
  <SettingsSection title="What happens later">
    {({ value, set }) => (
      <div className="form-grid">
        <ChoiceField
          label="Voided invoices"
          hint="Voided in Sequence after they were booked."
          value={value.voidPolicy}
          words={voided}
          onChange={(voidPolicy) => set({ voidPolicy })}
        />
        <ChoiceField
          label="Closed periods"
          hint="For an invoice or credit note dated in one. What is marked as synced or excluded is not booked in Rillet; a person may still retry it."
          value={value.closedPeriodPolicy}
          words={closed}
          onChange={(closedPeriodPolicy) => set({ closedPeriodPolicy })}
        />
        <ChoiceField
          label="Credit notes"
          hint="Those that are issued or changed from now on."
          value={value.creditNotes}
          words={notes}
          onChange={(creditNotes) => set({ creditNotes })}
        />
        <ChoiceField
          label="Invoices that nobody told of"
          hint="Found in Sequence without a webhook."
          value={value.unknownInvoices}
          words={unknown}
          onChange={(unknownInvoices) => set({ unknownInvoices })}
        />
        <ChoiceField
          label="Edits of customers in Sequence"
          value={value.customerSync}
          words={edits}
          onChange={(customerSync) => set({ customerSync })}
        />
        <ChoiceField
          label="Payment links that decide"
          hint="Whether an invoice is paid: Rillet’s payments are then shown and change nothing."
          value={decidingOf(value.mutingPaymentLinks)}
          words={deciding}
          onChange={(chosen) => set({ mutingPaymentLinks: links[chosen] })}
        />
        <TextField
          label="Bank account"
          hint="Its id in Rillet, for invoices in the scope Full."
          value={value.bankAccountId ?? ''}
          onChange={({ target }) => set({ bankAccountId: target.value.trim() || null })}
        />
      </div>
    )}
  </SettingsSection>
)
