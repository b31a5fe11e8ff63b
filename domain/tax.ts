import { distinctProblems } from './distinct.ts'
import {
  type InvoiceFacts,
  type Problem,
  type Scope,
  type Settings,
  type TaxRow,
  type TaxStatus,
  taxStatuses,
} from './model.ts'
import { isZero } from './money.ts'
import { taxCodeMissing, taxOnUntaxedCustomer, unknownTaxStatus } from './problems.ts'
import { lineTaxRates } from './tax-rate.ts'
import { type Warning, warning } from './warnings.ts'
import type { LineTaxRate } from './wire.ts'

/** The tax code for one line: none for an exempt customer, else the code of the line's category. */
export function chooseTax({ customerTaxStatus, taxCategoryId, taxTable }: TaxQuestion): TaxAnswer {
  const status = knownTaxStatus(customerTaxStatus)
  if (status === null) return { ok: false, problem: unknownTaxStatus(customerTaxStatus) }
  if (status === 'TAX_EXEMPT') return { ok: true, code: null }
  const code = codeIn(rowFor(taxTable, taxCategoryId), status)
  if (code !== null) return { ok: true, code }
  return { ok: false, problem: taxCodeMissing(statusWords[status], taxCategoryId) }
}

export type TaxQuestion = {
  customerTaxStatus: InvoiceFacts['customerTaxStatus']
  taxCategoryId: string | null
  taxTable: readonly TaxRow[]
}
export type TaxAnswer = { ok: true; code: string | null } | { ok: false; problem: Problem }

/** The tax code chosen for one line, in the order of the lines; `code` null is none. */
export type TaxChoice = {
  taxCategoryId: string | null
  code: string | null
  /** What stands on the line itself, in FULL; null where only the header's amount is sent. */
  rate: LineTaxRate | null
}

/**
 * The tax of a whole invoice: one choice a line, for preview and timeline, with what speaks against sending.
 * Where Rillet is sent amounts only, a missing code is a warning; in FULL it is a problem, and each line's
 * tax must follow from its code. Each is said once.
 */
export function chooseTaxes(facts: InvoiceFacts, settings: Settings): TaxResult {
  const untaxed = untaxedProblems(facts)
  const answers = facts.lines.map(({ taxCategoryId }) => ({
    taxCategoryId,
    answer: chooseTax({
      customerTaxStatus: facts.customerTaxStatus,
      taxCategoryId,
      taxTable: settings.taxTable,
    }),
  }))
  const codes = answers.map(({ answer }) => (answer.ok ? answer.code : null))
  const { rates, problems } =
    settings.scope === 'FULL' ? lineTaxRates(facts, codes, settings) : { rates: [], problems: [] }
  const choices = answers.map(({ taxCategoryId }, index) => ({
    taxCategoryId,
    code: codes[index] ?? null,
    rate: rates[index] ?? null,
  }))
  const missing = distinctProblems(
    answers.flatMap(({ answer }) => (answer.ok ? [] : [answer.problem])),
  )
  const mild = missing.filter((problem) => isMild(problem, settings.scope))
  return {
    choices,
    problems: distinctProblems([
      ...missing.filter((problem) => !mild.includes(problem)),
      ...problems,
      ...untaxed,
    ]),
    warnings: mild.map(({ params }) => warning('tax_code_missing', params)),
  }
}

export type TaxResult = { choices: TaxChoice[]; problems: Problem[]; warnings: Warning[] }

/** The problems of `chooseTaxes` alone. */
export const taxProblems = (facts: InvoiceFacts, settings: Settings): Problem[] =>
  chooseTaxes(facts, settings).problems

/** The status if it is one of the three we know; null otherwise. */
const knownTaxStatus = (status: string | null): TaxStatus | null =>
  taxStatuses.find((known) => known === status) ?? null

const statusWords = {
  TAXED: 'taxed',
  TAX_EXEMPT: 'tax exempt',
  REVERSE_CHARGED: 'reverse charged',
} as const satisfies Record<TaxStatus, string>

function isMild({ code }: Problem, scope: Scope): boolean {
  switch (scope) {
    case 'REVENUE_RECOGNITION_ONLY':
    case 'AR_ONLY':
      return code === 'tax_code_missing'
    case 'FULL':
      return false
  }
}

/** An exempt or reverse-charged customer pays no tax: figures that say otherwise are never sent. */
function untaxedProblems({
  customerTaxStatus,
  totalTax,
  currency,
  lines,
}: InvoiceFacts): Problem[] {
  const status = knownTaxStatus(customerTaxStatus)
  if (status === null || status === 'TAXED') return []
  const tax = [totalTax, ...lines.map((line) => line.tax)].find((amount) => !isZero(amount))
  return tax === undefined ? [] : [taxOnUntaxedCustomer(statusWords[status], tax, currency)]
}

/** The category's own row, else the row for lines without one. An empty cell is missing, not inherited. */
const rowFor = (table: readonly TaxRow[], category: string | null) =>
  table.find((row) => row.category === category) ?? table.find((row) => row.category === null)

const codeIn = (row: TaxRow | undefined, status: 'TAXED' | 'REVERSE_CHARGED') =>
  (status === 'TAXED' ? row?.taxed : row?.reverseCharged) ?? null
