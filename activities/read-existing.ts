import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf } from '../domain/dates.ts'
import { refOf } from '../domain/ids.ts'
import { verifyInvoice } from '../domain/verify.ts'
import { addEvent } from '../store/event.ts'
import type { Deps } from './deps.ts'
import type { Created, CreateInvoice } from './invoice-outcomes.ts'
import { type Blocked, prepareInvoice } from './prepare-invoice.ts'

/**
 * An earlier attempt has linked it already: it is read again, and compared with what that one sent. Sequence may
 * say something else by now: which source was booked is answered too.
 */
export async function readExisting(
  deps: Deps,
  input: CreateInvoice,
  read: Promise<Invoice>,
): Promise<Extract<Created, { kind: 'done' }> | Blocked> {
  const { db } = deps
  const [invoice, sent] = await Promise.all([read, prepareInvoice(deps, input, { asSent: true })])
  if (sent.kind === 'blocked') return sent
  const { draft, snapshotHash } = sent
  const problems = verifyInvoice(draft, invoice)
  await addEvent(db, {
    ...refOf(input),
    kind: 'invoice.found',
    actor: 'sync',
    data: { rilletId: invoice.id },
  })
  return {
    kind: 'done',
    rilletId: invoice.id,
    version: invoice.updated_at,
    remote: remoteOf(invoice, draft.scope),
    scope: draft.scope,
    problems,
    snapshotHash,
    fresh: false,
  }
}
