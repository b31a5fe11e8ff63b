import type { Invoice } from '../clients/rillet/schemas.ts'
import { dateUpdate, type SourceDates } from '../domain/dates.ts'
import { fullUpdate } from '../domain/full-update.ts'
import { mapInvoice } from '../domain/mapping.ts'
import type { Problem, SourceInvoice, SourceLine } from '../domain/model.ts'
import { bankAccountMissing, rilletEdited } from '../domain/problems.ts'
import { inScope } from '../domain/settings.ts'
import type { FullInvoiceRequest, FullInvoiceUpdate, RrInvoiceUpdate } from '../domain/wire.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { linkedProducts, loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'

export type DateChange = {
  link: LinkRow
  dates: SourceDates
  current: Invoice
  /** In FULL: the source whose lines are wanted, when they are not those that were sent. */
  linesOf?: string | undefined
}

/**
 * The body that carries changed dates into Rillet, in the scope that the invoice was created with. In FULL
 * its lines are rebuilt from the source that was sent, or `linesOf`, as it would be mapped now.
 */
export async function updateBody(
  deps: Deps,
  { link, dates, current, linesOf }: DateChange,
): Promise<RrInvoiceUpdate | FullInvoiceUpdate | { edits: Problem[] } | { problem: Problem }> {
  if (link.scope !== 'FULL') return dateUpdate(dates, current)
  const { account_id: accountId, sent_snapshot_hash: hash } = link
  if (hash === null) throw new Error('a FULL invoice without the source that was sent')
  const booked = await loadSnapshot(deps.db, accountId, hash)
  const sent = await fullRequest(deps, accountId, booked)
  if ('problem' in sent) return sent
  const bankAccountId = current.bank_account?.id ?? sent.request.bank_account_id
  if (bankAccountId === undefined) return { problem: bankAccountMissing() }
  const now = linesOf === undefined ? booked : await loadSnapshot(deps.db, accountId, linesOf)
  const wanted = await fullRequest(deps, accountId, { ...now, lines: inOrderOf(booked, now) })
  if ('problem' in wanted) return wanted
  const lines = { sent: sent.request.items, wanted: wanted.request.items }
  const body = fullUpdate(dates, lines, current, bankAccountId)
  return body ?? { edits: [rilletEdited('set of lines', 'the one that was sent', 'another')] }
}

/** Sequence may list the same lines in another order by now; Rillet's keep theirs. */
const inOrderOf = ({ lines }: SourceInvoice, now: SourceInvoice): SourceLine[] =>
  lines.flatMap(({ id }) => now.lines.find((line) => line.id === id) ?? [])

async function fullRequest(
  { db, publicUrl }: Deps,
  accountId: string,
  invoice: SourceInvoice,
): Promise<{ request: FullInvoiceRequest } | { problem: Problem }> {
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
