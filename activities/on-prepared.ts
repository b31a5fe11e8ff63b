import { refOf } from '../domain/ids.ts'
import { problemOf } from './breakers.ts'
import type { Deps } from './deps.ts'
import type { CreateInvoice } from './invoice-outcomes.ts'
import { type Blocked, type Prepared, prepareInvoice } from './prepare-invoice.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

/**
 * A step that needs what would be sent of the invoice. What cannot be sent, and what the connection holds
 * back, ends it with its problems; all else that goes wrong is tried again.
 */
export const onPrepared = <I extends CreateInvoice, O>(
  deps: Deps,
  how: { asSent?: boolean },
  act: (input: I, prepared: Prepared) => Promise<O>,
) =>
  watched(deps, async (input: I): Promise<O | Blocked> => {
    const prepared = await prepareInvoice(deps, input, how)
    if (prepared.kind === 'blocked') return prepared
    try {
      return await act(input, prepared)
    } catch (error) {
      const problem = await problemOf(deps.db, input.accountId, error, {})
      if (problem === null) throw error
      const ref = refOf(input)
      return { kind: 'blocked', problems: [await keepSentence(deps.db, ref, problem)] }
    }
  })
