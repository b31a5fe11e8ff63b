/**
 * A field as the API names it (`body.taxTable.0.taxed`), as its form does (`Tax table, row 1, taxed`): where it stands
 * in the request is left out, and that it is an id.
 */
export function wordsOfField(field: string): string {
  const [first = '', ...rest] = field.split('.')
  const path = places.has(first) && rest.length > 0 ? rest : [first, ...rest]
  const words = path.map((part, index) =>
    isRow(part) ? `row ${Number(part) + 1}` : wordsOfPart(part, path.slice(0, index)),
  )
  const text = words.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const places = new Set(['body', 'query', 'querystring', 'params', 'headers'])

const isRow = (part: string): boolean => /^\d+$/.test(part)

/** Fields that their form calls otherwise than their names do; `a.b` is a field of a. */
const labels: Record<string, string> = {
  defaultAccountCode: 'revenue account',
  unmappedProduct: 'products that are not linked',
  productPriceType: 'price of created products',
  revenuePattern: 'revenue of created products',
  multiCurrency: 'other currencies',
  rilletBudgetPerMinute: 'calls to Rillet in a minute',
  voidPolicy: 'voided invoices',
  closedPeriodPolicy: 'closed periods',
  unknownInvoices: 'invoices that nobody told of',
  customerSync: 'edits of customers in Sequence',
  mutingPaymentLinks: 'payment links that decide',
  changesSweepMinutes: 'Rillet’s changes (minutes)',
  fullSweepMinutes: 'all of Rillet (minutes)',
  sequenceSweepMinutes: 'Sequence (minutes)',
  invoiceUrlTemplate: 'address in Rillet’s references',
  rilletUrlTemplates: 'links to both systems, Rillet',
  sequenceUrlTemplates: 'links to both systems, Sequence',
  'taxTable.category': 'tax category',
  'taxCodes.type': 'kind',
  'taxCodes.percentage': 'per cent, if fixed',
  clientId: 'client id',
  secret: 'webhook secret',
  current: 'present password',
}

function wordsOfPart(part: string, before: readonly string[]): string {
  const parent = before.findLast((one) => !isRow(one))
  return labels[`${parent}.${part}`] ?? labels[part] ?? spaced(part)
}

/** `bankAccountId` is `bank account`, `apiKey` is `API key`. */
const spaced = (name: string): string =>
  name
    .replace(/(?<=.)Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bapi\b/, 'API')
