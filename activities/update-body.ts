import type { Invoice } from '../clients/rillet/schemas.ts'
import { dateUpdate, type SourceDates } from '../domain/dates.ts'
import { fullUpdate } from '../domain/full-update.ts'
import { mapInvoice } from '../domain/mapping.ts'
import type { Problem } from '../domain/model.ts'
import { bankAccountMissing, rilletEdited } from '../domain/problems.ts'
import { inScope } from '../domain/settings.ts'
import type { FullInvoiceRequest, FullInvoiceUpdate, RrInvoiceUpdate } from '../domain/wire.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { linkedProducts, loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'

export type DateChange = { link: LinkRow; dates: SourceDates; current: Invoice }

/**
 * The body that carries changed dates into Rillet, in the scope that the invoice was created with. In FULL
 * its lines are rebuilt from the source that was sent, as it would be mapped now.
 */
export async function updateBody(
  deps: Deps,
  { link, dates, current }: DateChange,
): Promise<RrInvoiceUpdate | FullInvoiceUpdate | { edits: Problem[] } | { problem: Problem }> {
  if (link.scope !== 'FULL') return dateUpdate(dates, current)
  const sent = await sentRequest(deps, link)
  if ('problem' in sent) return sent
  const bankAccountId = current.bank_account?.id ?? sent.request.bank_account_id
  if (bankAccountId === undefined) return { problem: bankAccountMissing() }
  const body = fullUpdate(dates, sent.request, current, bankAccountId)
  return body ?? { edits: [rilletEdited('set of lines', 'the one that was sent', 'another')] }
}

async function sentRequest(
  { db, publicUrl }: Deps,
  { account_id: accountId, sent_snapshot_hash: hash }: LinkRow,
): Promise<{ request: FullInvoiceRequest } | { problem: Problem }> {
  if (hash === null) throw new Error('a FULL invoice without the source that was sent')
  const invoice = await loadSnapshot(db, accountId, hash)
  const context = await loadContext(db, accountId, questionOf(invoice))
  const mapped = mapInvoice({
    invoice,
    context: {
      settings: inScope(context.settings, 'FULL'),
      customerRilletId: context.customer?.rilletId ?? null,
      customerCurrency: context.customer?.currency ?? null,
      productRilletIds: linkedProducts(context),
      publicUrl,
    },
  })
  if (mapped.ok && mapped.value.scope === 'FULL') return { request: mapped.value }
  const [problem] = mapped.ok ? [] : mapped.problems
  if (problem === undefined) throw new Error('a FULL invoice that maps to another scope')
  return { problem }
}
