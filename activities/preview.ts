import { readSourceInvoice } from '../clients/sequence/source-invoice.ts'
import { connectionProblems, startDateProblem } from '../domain/checks.ts'
import { factsOf } from '../domain/facts.ts'
import { type InvoiceDraft, mapInvoice, toBeCreated } from '../domain/mapping.ts'
import type { Problem, SourceInvoice, SyncContext } from '../domain/model.ts'
import { missingProducts } from '../domain/products.ts'
import { inScope } from '../domain/settings.ts'
import { chooseTaxes, type TaxChoice } from '../domain/tax.ts'
import { warningText } from '../domain/warnings.ts'
import { bookedScope, findLink } from '../store/link.ts'
import { savePreview } from '../store/preview.ts'
import type { PreviewInput, PreviewResult } from '../workflows/messages.ts'
import { linkedProducts, loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import { meantProblem } from './failures.ts'
import { nextTry, toFailure } from './next-try.ts'

/** What would be sent to Rillet now, and every blocker at once. Kept in Postgres, read by the API. */
export type Preview = {
  /** Rillet's request body; null while something blocks it. */
  request: InvoiceDraft | null
  problems: Problem[]
  /** Sentences. */
  warnings: string[]
  /** Sequence products that the sync would create first. */
  productsToCreate: string[]
  /** Per line, in order: the tax category and the code chosen for it. */
  taxChoices: TaxChoice[]
  totals: { net: string; tax: string; gross: string; currency: string } | null
}

export type PreviewActivities = ReturnType<typeof createPreviewActivities>

export const createPreviewActivities = (deps: Deps) => ({
  /** Reads, decides nothing, writes nothing but the preview itself. */
  buildPreview: async (input: PreviewInput): Promise<PreviewResult> => {
    try {
      await savePreview(deps.db, input, await build(deps, input))
      return { previewId: input.previewId }
    } catch (error) {
      throw toFailure(error, nextTry(error, deps.timing))
    }
  },
})

async function build({ db, vendors, publicUrl }: Deps, input: PreviewInput): Promise<Preview> {
  const { accountId, invoiceId } = input
  try {
    const sequence = await vendors.sequence(accountId)
    const invoice = await readSourceInvoice(sequence, invoiceId)
    const { settings, ...context } = await loadContext(db, accountId, questionOf(invoice))
    const link = await findLink(db, accountId, 'invoice', invoiceId)
    const asBooked = { ...context, settings: inScope(settings, bookedScope(link)) }
    return previewOf(invoice, asBooked, publicUrl)
  } catch (error) {
    const problem = meantProblem(error, { what: 'invoice', id: invoiceId })
    if (problem === null) throw error
    return blockedBy(problem)
  }
}

/** The pure part: what the sync would do with this invoice as things stand. */
export function previewOf(
  invoice: SourceInvoice,
  context: SyncContext,
  publicUrl: string,
): Preview {
  const { settings, customer } = context
  const facts = factsOf(invoice, '')
  const { create } = missingProducts(facts, context)
  const mapped = mapInvoice({
    invoice,
    context: {
      settings,
      customerRilletId: customer?.rilletId ?? null,
      customerCurrency: customer?.currency ?? null,
      productRilletIds: {
        ...linkedProducts(context),
        ...Object.fromEntries(create.map((id) => [id, toBeCreated])),
      },
      publicUrl,
    },
  })
  const early = startDateProblem(facts, settings)
  return {
    request: mapped.ok ? mapped.value : null,
    problems: [
      ...connectionProblems(context),
      ...(early === null ? [] : [early]),
      ...(mapped.ok ? [] : mapped.problems),
    ],
    warnings: mapped.warnings.map(warningText),
    productsToCreate: create,
    taxChoices: chooseTaxes(facts, settings).choices,
    totals: {
      net: invoice.netTotal,
      tax: invoice.totalTax,
      gross: invoice.grossTotal,
      currency: invoice.currency,
    },
  }
}

const blockedBy = (problem: Problem): Preview => ({
  request: null,
  problems: [problem],
  warnings: [],
  productsToCreate: [],
  taxChoices: [],
  totals: null,
})
