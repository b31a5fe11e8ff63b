import type { Invoice } from '../clients/rillet/schemas.ts'
import { remoteOf } from '../domain/dates.ts'
import { refOf } from '../domain/ids.ts'
import { verifyInvoice } from '../domain/verify.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import type { Created, CreateInvoice } from './invoice-outcomes.ts'
import type { Prepared } from './prepare-invoice.ts'

/** An earlier attempt has linked it already: it is read again, and compared. */
export async function readExisting(
  read: Promise<Invoice>,
  input: CreateInvoice,
  { draft }: Prepared,
  db: Db,
): Promise<Extract<Created, { kind: 'done' }>> {
  const invoice = await read
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
    fresh: false,
  }
}
