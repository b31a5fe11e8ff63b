import { RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { Invoice } from '../clients/rillet/schemas.ts'
import { totalEdits } from '../domain/booked.ts'
import { type Credit, creditOf } from '../domain/credit.ts'
import { mapCreditMemo } from '../domain/credit-memo.ts'
import type { Decimal, InvoiceRef, IsoDate, Problem, SourceInvoice } from '../domain/model.ts'
import { compare } from '../domain/money.ts'
import { creditLeavesOpen, sourceChangedAfterSync } from '../domain/problems.ts'
import { defaultInvoiceUrlTemplate, linkTo } from '../domain/references.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveBooked } from '../store/invoice.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { appliedTo, applyMemo } from './apply-credit-memo.ts'
import { begunMemo, creditedOnce, memoIdOf, openMemoOf } from './begun-memo.ts'
import { heldProblem, refusalProblem } from './breakers.ts'
import { loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { makeCreditMemo } from './make-credit-memo.ts'
import { unlessDeleted } from './on-linked.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type CreditInvoice = InvoiceRef & {
  /** The snapshot that Rillet's invoice says: `sent_snapshot_hash`, of the invoice's row. */
  from: string
  /** The snapshot that should count instead; null credits all, for an invoice that was voided. */
  to: string | null
  /** Of the credit memo: a day in an open period. The memo is applied then, or on a later invoice date. */
  date: IsoDate
  /** A memo in doubt is not looked for, nor sent again: `lookUpMemo` does that. Runs that began before know no better. */
  sendsOnly?: boolean
}

export type InvoiceCredited =
  | {
      kind: 'done'
      creditMemoId: string
      total: Decimal
      /** What of it could be applied to the invoice; the rest stays as the customer's credit. */
      applied: Decimal
      /** The snapshot that Rillet's books say now: an earlier attempt may have sent another `to`. */
      to: string | null
    }
  /** The memo may be in Rillet: call again after this, with the same input; then it is looked for. */
  | { kind: 'in_doubt'; afterMs: number }
  /** `memo` where one was begun and is not set off: it is there, or may be (null is its id then). */
  | { kind: 'blocked'; problems: Problem[]; memo?: { rilletId: string | null } }
  /** The invoice is not in Rillet (any more): there is nothing to credit. */
  | { kind: 'removed'; memo?: { rilletId: string | null } }

export type CreditActivities = ReturnType<typeof createCreditActivities>

export const createCreditActivities = (deps: Deps) => ({
  /**
   * Takes an invoice back in Rillet by a credit memo, whole or by what changed, at most once: one memo for
   * the void, one for each `from`. Safe to call again at any time; it goes on where it stopped.
   */
  creditInvoice: watched(deps, async (input: CreditInvoice): Promise<InvoiceCredited> => {
    const linked = await linkedInvoice(deps.db, input)
    if (linked.kind === 'none') return { kind: 'removed' }
    if (linked.kind === 'foreign') return { kind: 'blocked', problems: [linked.problem] }
    const { organization_id: organizationId } = linked.link
    const thing: Thing = {
      accountId: input.accountId,
      kind: 'credit_memo',
      sourceId: memoIdOf(input, fromOf(input)),
      organizationId,
    }
    const credited = await creditIn(deps, input, { thing, ...linked })
    if (credited.kind === 'done' || credited.kind === 'in_doubt') return credited
    const memo = await openMemoOf(deps.db, input, fromOf(input))
    return memo === null ? credited : { ...credited, memo: { rilletId: memo.rilletId } }
  }),
})

/** What the memo is known by: null where all is credited. */
const fromOf = ({ from, to }: CreditInvoice): string | null => (to === null ? null : from)

type Linked = { thing: Thing; link: LinkRow; rilletId: string }
type Target = Linked & { rillet: RilletClient }

async function creditIn(
  deps: Deps,
  input: CreditInvoice,
  linked: Linked,
): Promise<InvoiceCredited> {
  try {
    const rillet = await deps.vendors.rillet(input.accountId, linked.thing.organizationId)
    const target = { rillet, ...linked }
    return await unlessDeleted(deps, input, target, () => credit(deps, input, target))
  } catch (error) {
    const held = await heldProblem(deps.db, input.accountId, error)
    if (held !== null) return { kind: 'blocked', problems: [held] }
    if (!(error instanceof RefusedError)) throw error
    const about = { accountingDate: input.date }
    const problem = await refusalProblem(deps.db, input.accountId, error, about)
    return { kind: 'blocked', problems: [await keepSentence(deps.db, input, problem)] }
  }
}

async function credit(
  deps: Deps,
  input: CreditInvoice,
  { thing, rillet, link, rilletId }: Target,
): Promise<InvoiceCredited> {
  const { accountId } = input
  const begun = await begunMemo(deps.db, input, fromOf(input))
  if (begun?.rillet_id === null && input.sendsOnly === true) {
    return { kind: 'in_doubt', afterMs: deps.timing.settlingMs }
  }
  const current = begun === null ? await rillet.getInvoice(rilletId) : null
  if (current !== null) {
    const edits = await editsOfTotal(deps, input, { link, current })
    if (edits.length > 0) return { kind: 'blocked', problems: edits }
  }
  // What an earlier attempt was sent for counts, as long as it may have made something.
  const to = input.to === null ? null : (begun?.sent_snapshot_hash ?? input.to)
  const from = await loadSnapshot(deps.db, accountId, input.from)
  const now = to === null ? null : await loadSnapshot(deps.db, accountId, to)
  const wanted = creditOf(from, now, {
    id: thing.sourceId,
    date: input.date,
    url: await urlOf(deps, input),
  })
  if (wanted === null) return { kind: 'blocked', problems: [incomparable(from, now)] }

  const context = await loadContext(deps.db, accountId, questionOf(from))
  const exchangeRate =
    context.settings.subsidiaryCurrency === from.currency
      ? null
      : (current ?? (await rillet.getInvoice(rilletId))).exchange_rate
  const mapped = mapCreditMemo({ credit: wanted, context, exchangeRate })
  if (!mapped.ok) return { kind: 'blocked', problems: mapped.problems }
  const { grossTotal, currency } = wanted
  const made = await makeCreditMemo(deps, rillet, {
    thing,
    draft: mapped.value,
    total: { amount: grossTotal, currency },
    about: { accountingDate: input.date, customerId: from.customerId, currency },
    snapshotHash: to ?? input.from,
  })
  if (made.kind === 'in_doubt') return made
  if (made.kind === 'blocked') {
    const kept = made.problems.map((problem) => keepSentence(deps.db, input, problem))
    return { kind: 'blocked', problems: await Promise.all(kept) }
  }
  if (made.problems.length > 0) return { kind: 'blocked', problems: made.problems }
  const application = { invoiceId: rilletId, amount: grossTotal, date: input.date }
  const memo = await applyMemo(rillet, made.memo, [application])
  const applied = appliedTo(memo, rilletId)
  await record(deps, input, { wanted, to, creditMemoId: memo.id, applied })
  const open = to === null ? await stillOpen(rillet, rilletId) : []
  if (open.length > 0) return { kind: 'blocked', problems: open }
  return { kind: 'done', creditMemoId: memo.id, total: grossTotal, applied, to }
}

/** An invoice that was credited whole has nothing due: what has is not closed over. */
async function stillOpen(rillet: RilletClient, rilletId: string): Promise<Problem[]> {
  const { amount, currency } = (await rillet.getInvoice(rilletId)).amount_due
  return compare(amount, '0') > 0 ? [creditLeavesOpen(amount, currency)] : []
}

/** A memo over more or less than Rillet's users left of what was sent would be a guess. */
async function editsOfTotal(
  { db }: Deps,
  { accountId, from }: CreditInvoice,
  { link, current }: { link: LinkRow; current: Invoice },
): Promise<Problem[]> {
  const sent = await loadSnapshot(db, accountId, link.sent_snapshot_hash ?? from)
  return totalEdits(sent, current)
}

async function urlOf({ db, publicUrl }: Deps, { accountId, invoiceId }: InvoiceRef) {
  const { invoiceUrlTemplate } = settingsOf(await findConnection(db, accountId))
  return linkTo(invoiceUrlTemplate ?? defaultInvoiceUrlTemplate(publicUrl), invoiceId) ?? ''
}

function incomparable(from: SourceInvoice, to: SourceInvoice | null): Problem {
  const [ours, theirs] = [to ?? from, from]
  return ours.currency === theirs.currency
    ? sourceChangedAfterSync('customer', ours.customerId, theirs.customerId)
    : sourceChangedAfterSync('currency', ours.currency, theirs.currency)
}

/** From now on Rillet's books say what `to` says. */
async function record(
  { db }: Deps,
  { accountId, invoiceId }: InvoiceRef,
  { wanted, to, creditMemoId, applied }: Made,
): Promise<void> {
  const { id, currency, grossTotal: total } = wanted
  await db.transaction().execute(async (trx) => {
    if (to !== null) await saveBooked(trx, { accountId, invoiceId }, to)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: 'invoice.credited',
      actor: 'sync',
      data: { creditMemoId, total, applied, currency },
      once: creditedOnce({ accountId, invoiceId }, id, creditMemoId),
    })
  })
}

type Made = { wanted: Credit; to: string | null; creditMemoId: string; applied: Decimal }
