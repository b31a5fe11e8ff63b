import { RefusedError } from '../clients/errors.ts'
import { inDoubt } from '../domain/problems.ts'
import { adopt } from './adopt-invoice.ts'
import type { Deps } from './deps.ts'
import { lookUp } from './find-again.ts'
import type { Adopted, AdoptInvoice, CreateInvoice } from './invoice-outcomes.ts'
import { create } from './make-invoice.ts'
import { onPrepared } from './on-prepared.ts'

export type InvoiceActivities = ReturnType<typeof createInvoiceActivities>

export const createInvoiceActivities = (deps: Deps) => ({
  /** Creates the invoice in Rillet, at most once; the answer is verified and recorded before it returns. */
  createInvoice: onPrepared(deps, {}, (input: CreateInvoice, prepared) =>
    create(deps, input, prepared),
  ),

  /** Looks for the invoice that a create in doubt may have made; adopts it when it is there. */
  lookUpInvoice: onPrepared(deps, { asSent: true }, (input: CreateInvoice, prepared) =>
    lookUp(deps, input, prepared),
  ),

  /** Takes a Rillet invoice as this one's: read, verified, recorded. */
  adoptInvoice: onPrepared(
    deps,
    { asSent: true },
    async (input: AdoptInvoice, prepared): Promise<Adopted> => {
      try {
        return await adopt(deps, input, prepared)
      } catch (error) {
        // Whatever Rillet refuses about an id that a person typed is told, not tried again.
        if (!input.byPerson || !(error instanceof RefusedError)) throw error
        return { kind: 'blocked', problems: [inDoubt('Rillet has no invoice with that id')] }
      }
    },
  ),

  /**
   * A person says that the create made nothing. It is looked for once more all the same, when the settling time
   * is over: what is there is adopted; otherwise it may be sent again.
   */
  forgetAttempt: onPrepared(deps, { asSent: true }, (input: CreateInvoice, prepared) =>
    lookUp(deps, input, prepared, true),
  ),
})
