import { useQuery } from '@tanstack/react-query'
import { useAccountId } from '../../account.ts'
import { NumberField, SelectField, TextField } from '../../components/field.tsx'
import {
  rilletAccountsQuery,
  rilletProductsQuery,
  rilletSubsidiariesQuery,
  type Settings,
} from '../../queries/settings.ts'
import { ChoiceField } from './choice-field.tsx'
import { SettingsSection } from './settings-section.tsx'

const scopes: Record<Settings['scope'], string> = {
  REVENUE_RECOGNITION_ONLY: 'Revenue recognition only',
  AR_ONLY: 'Receivables only',
  FULL: 'Full',
}
const scopeHints: Record<Settings['scope'], string> = {
  REVENUE_RECOGNITION_ONLY: 'Sequence issues the invoices, Rillet recognizes their revenue.',
  AR_ONLY: 'Rillet keeps receivables alone.',
  FULL: 'Rillet numbers and issues the invoices.',
}
const rules: Record<Settings['unmappedProduct'], string> = {
  create: 'Create the product in Rillet',
  defaultProduct: 'Take the default product',
  block: 'Hold the invoice back',
}
const priceTypes: Record<Settings['productPriceType'], string> = {
  ONE_TIME: 'One time',
  FIXED_RECURRING: 'Fixed, recurring',
}
const patterns: Record<Settings['revenuePattern'], string> = {
  DAILY: 'By days',
  EVEN_PERIOD: 'Evenly by months',
}

/** Default product, revenue account, subsidiary, scope and start date. */
export function BooksForm({ title }: { title: string }) {
  const accountId = useAccountId()
  const products = useQuery(rilletProductsQuery(accountId)).data?.items ?? []
  const accounts = useQuery(rilletAccountsQuery(accountId)).data?.items ?? []
  const subsidiaries = useQuery(rilletSubsidiariesQuery(accountId)).data?.items ?? []
  return (
    <SettingsSection title={title}>
      {({ value, set }) => (
        <div className="form-grid">
          <SelectField
            label="Default product"
            hint="For lines without a product."
            value={value.defaultProductId ?? ''}
            onChange={({ target }) => set({ defaultProductId: target.value || null })}
          >
            <option value="">None: such an invoice waits</option>
            {withPresent(products, value.defaultProductId).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <SelectField
            label="Revenue account"
            hint="Of products that the sync creates in Rillet."
            value={value.defaultAccountCode ?? ''}
            onChange={({ target }) => set({ defaultAccountCode: target.value || null })}
          >
            <option value="">None: such an invoice waits</option>
            {withPresent(
              accounts.flatMap(({ code, name }) =>
                code === null ? [] : [{ id: code, name: `${code} ${name}` }],
              ),
              value.defaultAccountCode,
            ).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <ChoiceField
            label="Products that are not linked"
            value={value.unmappedProduct}
            words={rules}
            onChange={(unmappedProduct) => set({ unmappedProduct })}
          />
          <ChoiceField
            label="Price of created products"
            hint="Of products that the sync creates in Rillet."
            value={value.productPriceType}
            words={priceTypes}
            onChange={(productPriceType) => set({ productPriceType })}
          />
          <ChoiceField
            label="Revenue of created products"
            hint="How Rillet spreads it over a line’s period."
            value={value.revenuePattern}
            words={patterns}
            onChange={(revenuePattern) => set({ revenuePattern })}
          />
          <SelectField
            label="Subsidiary"
            hint={value.subsidiaryCurrency && `It works in ${value.subsidiaryCurrency}.`}
            value={value.subsidiaryId ?? ''}
            onChange={({ target }) => set({ subsidiaryId: target.value || null })}
          >
            <option value="">None: nothing can be sent</option>
            {withPresent(subsidiaries, value.subsidiaryId).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <ChoiceField
            label="Scope"
            hint={`${scopeHints[value.scope]} It counts for invoices sent from now on.`}
            value={value.scope}
            words={scopes}
            onChange={(scope) => set({ scope })}
          />
          <SelectField
            label="Other currencies"
            value={value.multiCurrency ? 'on' : 'off'}
            onChange={({ target }) => set({ multiCurrency: target.value === 'on' })}
          >
            <option value="off">Only the subsidiary’s currency</option>
            <option value="on">Every currency</option>
          </SelectField>
          <TextField
            label="Start date"
            type="date"
            hint="Invoices dated before it are left out."
            value={value.startDate ?? ''}
            onChange={({ target }) => set({ startDate: target.value || null })}
          />
          <NumberField
            label="Calls to Rillet in a minute"
            min={1}
            max={10_000}
            hint="Rillet itself allows 60. Accounts of one organization share the least of theirs."
            value={value.rilletBudgetPerMinute}
            onChange={(rilletBudgetPerMinute) => set({ rilletBudgetPerMinute })}
          />
        </div>
      )}
    </SettingsSection>
  )
}

type Choice = { id: string; name: string }

/** What is set stands in the list although Rillet’s first page does not show it. */
const withPresent = (choices: Choice[], id: string | null): Choice[] =>
  id === null || choices.some((one) => one.id === id) ? choices : [{ id, name: id }, ...choices]
