import { isDeepStrictEqual } from 'node:util'
import { revenueAccounts, startDate } from './accounts.ts'
import { DemoError } from './http.ts'
import { RilletThings, Settings } from './operator.ts'
import { defaultProduct, type TaxCategoryName } from './products.ts'
import type { StagedAccount } from './stage.ts'

type Where = { rilletUrl: string; sequenceUrl: string; webhooks: boolean; scope: string }

/** The settings as this company's finance wants them; written only if they differ. */
export async function chooseSettings(
  account: StagedAccount,
  { rilletUrl, sequenceUrl, webhooks, scope }: Where,
): Promise<void> {
  const { operator, rillet, sequence } = account
  const search = encodeURIComponent(defaultProduct.name)
  const { items } = await operator.get(`/rillet/products?search=${search}`, RilletThings)
  const product = items.find(({ name }) => name === defaultProduct.name)
  if (product === undefined) throw new DemoError(`Rillet shows no product ${defaultProduct.name}`)

  const pages = `${rilletUrl}/app/${rillet.organizationId}`
  const sequencePages = `${sequenceUrl}/app/${sequence.accountId}`
  const wanted = {
    defaultProductId: product.id,
    defaultAccountCode: revenueAccounts.subscriptions,
    unmappedProduct: 'create',
    scope,
    creditNotes: 'sync',
    multiCurrency: true,
    startDate,
    // Without webhooks nobody else tells of a new invoice.
    unknownInvoices: webhooks ? 'ask' : 'sync',
    taxTable: taxTable(sequence.taxCategories),
    taxCodes,
    rilletUrlTemplates: {
      customer: `${pages}/customers/{id}`,
      product: `${pages}/products/{id}`,
      invoice: `${pages}/invoices/{id}`,
    },
    sequenceUrlTemplates: {
      customer: `${sequencePages}/customers/{id}`,
      product: null,
      invoice: `${sequencePages}/invoices/{id}`,
    },
  }
  const present = await operator.get('/settings', Settings)
  const differs = Object.entries(wanted).some(
    ([name, value]) => !isDeepStrictEqual(present[name], value),
  )
  if (differs) await operator.send({ method: 'PATCH', path: '/settings', body: wanted }, Settings)
}

const vat = { country: 'GB', type: 'VAT', percentage: null } as const

/** How each is written where tax stands on the lines: on credit memos, and in scope FULL. */
const taxCodes = [
  { code: 'GB_VAT_STANDARD', description: 'Standard rate', ...vat },
  { code: 'GB_VAT_REDUCED', description: 'Reduced rate', ...vat },
  { code: 'GB_VAT_EXEMPT', description: 'Exempt', ...vat },
  { code: 'GB_VAT_REVERSE_CHARGE', description: 'Reverse charge', ...vat },
]

/** Rillet's tax codes, by tax category and by the customer's tax status. */
function taxTable({ Software: software, Services: services }: Record<TaxCategoryName, string>) {
  const untaxed = { exempt: 'GB_VAT_EXEMPT', reverseCharged: 'GB_VAT_REVERSE_CHARGE' }
  return [
    { category: software, taxed: 'GB_VAT_STANDARD', ...untaxed },
    { category: services, taxed: 'GB_VAT_REDUCED', ...untaxed },
    { category: null, taxed: 'GB_VAT_STANDARD', ...untaxed },
  ]
}
