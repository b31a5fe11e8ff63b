import type { Settings } from '../../domain/model.ts'
import { chooseTax } from '../../domain/tax.ts'
import type { TaxInUse } from '../../store/doctor.ts'
import type { Facts } from './facts.ts'
import { type Found, type Line, line, ok, page } from './line.ts'

const group = 'Settings'
const settings = (label: string) => page('settings', `Settings → ${label}`)

/** What the account's settings must say. */
export const settingLines = (facts: Facts): Line[] => [
  line(group, 'subsidiary', 'Subsidiary and currency', subsidiary(facts)),
  line(group, 'default_product', 'Default product', defaultProduct(facts)),
  line(group, 'default_account', 'Revenue account', defaultAccount(facts)),
  line(group, 'scope', 'Scope', scope(facts)),
  line(group, 'tax_table', 'Tax table', taxTable(facts)),
  line(group, 'start_date', 'Start date', startDate(facts)),
]

function subsidiary({ settings: { subsidiaryId, subsidiaryCurrency }, gone }: Facts): Found {
  const where = settings('Subsidiary')
  if (subsidiaryId === null || gone.has('subsidiaryId')) {
    const what = subsidiaryId === null ? 'No subsidiary is chosen' : 'The subsidiary is gone'
    const sentence = `${what}: no invoice can be sent.`
    return { state: 'bad', sentence, nextStep: 'Choose the subsidiary and press Save.', where }
  }
  return ok(`Invoices are booked in the subsidiary that works in ${subsidiaryCurrency ?? '…'}.`)
}

function defaultProduct({ settings: { defaultProductId }, gone }: Facts): Found {
  const nextStep = 'Choose a product of Rillet and press Save.'
  const where = settings('Default product')
  if (gone.has('defaultProductId')) {
    const sentence = 'The default product is not in Rillet any more.'
    return { state: 'bad', sentence, nextStep, where }
  }
  if (defaultProductId !== null) return ok('Lines without a product have one to fall back on.')
  const sentence = 'None is chosen: an invoice with a line without a product will wait.'
  return { state: 'warn', sentence, nextStep, where }
}

function defaultAccount({ settings: { defaultAccountCode: code, unmappedProduct }, gone }: Facts) {
  const nextStep = 'Choose the revenue account and press Save.'
  const where = settings('Revenue account')
  if (gone.has('defaultAccountCode')) {
    const sentence = `Rillet has no account ${code} any more: no product can be created.`
    return { state: 'bad', sentence, nextStep, where } as const
  }
  if (code !== null) return ok(`Products that the sync creates earn on account ${code}.`)
  if (unmappedProduct !== 'create') return ok('Not needed: the sync creates no products.')
  const sentence = 'None is chosen: an invoice with a product that is not linked will wait.'
  return { state: 'warn', sentence, nextStep, where } as const
}

function scope({ settings: { scope: chosen } }: Facts): Found {
  switch (chosen) {
    case 'REVENUE_RECOGNITION_ONLY':
      return ok('Rillet recognizes revenue of invoices issued by Sequence; nothing else is needed.')
    case 'AR_ONLY':
      return ok(
        'Rillet keeps receivables alone; what is booked cannot be changed there afterwards.',
      )
    case 'FULL':
      return ok('Rillet numbers and issues the invoices; every line needs a tax code.')
  }
}

function taxTable({ settings: chosen, taxes }: Facts): Found {
  const missing = taxes.flatMap((tax) => (isMissing(tax, chosen) ? [nameOf(tax)] : []))
  if (missing.length > 0) {
    const shown = missing.slice(0, 5).join('; ')
    const more = missing.length > 5 ? `; and ${missing.length - 5} more` : ''
    return {
      state: chosen.scope === 'FULL' ? 'bad' : 'warn',
      sentence: `Codes are missing for what recent invoices use: ${shown}${more}.`,
      nextStep: 'Fill these cells of the tax table and press Save.',
      where: settings('Tax table'),
    }
  }
  if (taxes.length > 0) return ok('The table has a code for all that recent invoices use.')
  if (chosen.taxTable.length > 0) return ok('The table has codes; no invoice has used one yet.')
  return {
    state: chosen.scope === 'FULL' ? 'bad' : 'unknown',
    sentence: 'The tax table is empty; no invoice has needed it yet.',
    nextStep: 'Fill in the codes for your tax categories, and the row for all others.',
    where: settings('Tax table'),
  }
}

function isMissing({ category, status }: TaxInUse, { taxTable: table }: Settings): boolean {
  const answer = chooseTax({
    customerTaxStatus: status,
    taxCategoryId: category,
    taxTable: table,
  })
  return !answer.ok && answer.problem.code === 'tax_code_missing'
}

const statuses: Record<string, string> = { TAXED: 'taxed', REVERSE_CHARGED: 'reverse charged' }

const nameOf = ({ category, status }: TaxInUse) =>
  `${category === null ? 'no category' : `category ${category}`}, ${statuses[status] ?? status}`

function startDate({ settings: { startDate: day } }: Facts): Found {
  if (day !== null) return ok(`Invoices dated before ${day} are left out.`)
  return {
    state: 'warn',
    sentence: 'No start date: old invoices that change in Sequence are sent too.',
    nextStep: 'Set the day from which invoices belong in Rillet through this sync.',
    where: settings('Start date'),
  }
}
