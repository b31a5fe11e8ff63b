import type { Invoice } from '../clients/rillet/schemas.ts'
import { dateUpdate, type SourceDates } from '../domain/dates.ts'
import { fullUpdate } from '../domain/full-update.ts'
import { mapInvoice } from '../domain/mapping.ts'
import type { Problem, SourceInvoice } from '../domain/model.ts'
import { bankAccountMissing } from '../domain/problems.ts'
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
  /** In FULL: the source whose texts and service periods are wanted; without it Rillet's stay. */
  textsOf?: string | undefined
}

/**
 * The body that carries changed dates into Rillet, in the scope that the invoice was created with. In FULL
 * its lines are rebuilt from the source that was sent, as it would be mapped now: what `textsOf` says of
 * amounts and of the set of lines may be credited, so that an update never moves it.
 */
export async function updateBody(
  deps: Deps,
  { link, dates, current, textsOf }: DateChange,
): Promise<RrInvoiceUpdate | FullInvoiceUpdate | { edits: Problem[] } | { problem: Problem }> {
  const { account_id: accountId, sent_snapshot_hash: hash } = link
  if (link.scope !== 'FULL') return dateUpdate(dates, current, await undatedLines(deps, link))
  if (hash === null) throw new Error('a FULL invoice without the source that was sent')
  const source = await loadSnapshot(deps.db, accountId, hash)
  const sent = await fullRequest(deps, accountId, source)
  if ('problem' in sent) return sent
  const bankAccountId = current.bank_account?.id ?? sent.request.bank_account_id
  if (bankAccountId === undefined) return { problem: bankAccountMissing() }
  const now = textsOf === undefined ? null : await loadSnapshot(deps.db, accountId, textsOf)
  const wanted = now === null ? sent : await fullRequest(deps, accountId, retold(source, now))
  if ('problem' in wanted) return wanted
  const lines = {
    sent: sent.request.items,
    wanted: source.lines.map(({ id }, index) =>
      now?.lines.some((line) => line.id === id) ? wanted.request.items[index] : undefined,
    ),
    base: baseOf(link),
  }
  return fullUpdate(dates, lines, current, bankAccountId)
}

/** Lines that were sent without a service period; none are known of an invoice from before it was kept. */
async function undatedLines(
  { db }: Deps,
  { account_id: accountId, sent_snapshot_hash: hash }: LinkRow,
): Promise<Set<string>> {
  if (hash === null) return new Set()
  const { lines } = await loadSnapshot(db, accountId, hash)
  return new Set(lines.filter(({ servicePeriod }) => servicePeriod === null).map(({ id }) => id))
}

/** The same lines and amounts in the words of `now`. */
const retold = (source: SourceInvoice, now: SourceInvoice): SourceInvoice => ({
  ...source,
  lines: source.lines.map((line) => {
    const { groupTitle, title, description, servicePeriod } =
      now.lines.find(({ id }) => id === line.id) ?? line
    return { ...line, groupTitle, title, description, servicePeriod }
  }),
})

const baseOf = ({ remote_state: state, remote_detail: detail }: LinkRow) =>
  state === null || detail === null ? null : { day: state.invoiceDate, lines: detail.lines }

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
