import { RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { Invoice } from '../clients/rillet/schemas.ts'
import { totalEdits } from '../domain/booked.ts'
import { type Credit, creditOf } from '../domain/credit.ts'
import { mapCreditMemo } from '../domain/credit-memo.ts'
import type { Recorded } from '../domain/decision/situation.ts'
import { creditOfInvoiceId } from '../domain/ids.ts'
import type { Decimal, InvoiceRef, IsoDate, Problem, SourceInvoice } from '../domain/model.ts'
import { compare } from '../domain/money.ts'
import { creditLeavesOpen, sourceChangedAfterSync } from '../domain/problems.ts'
import { defaultInvoiceUrlTemplate, linkTo } from '../domain/references.ts'
import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { addEvent, isTold } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveBooked } from '../store/invoice.ts'
import { findLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import type { ResolveInDoubt } from '../workflows/messages.ts'
import { adoptMemo } from './adopt-memo.ts'
import { appliedTo, applyMemo } from './apply-credit-memo.ts'
import { heldProblem, refusalProblem } from './breakers.ts'
import { loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { makeCreditMemo } from './make-credit-memo.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type CreditInvoice = InvoiceRef & {
  /** The snapshot that Rillet's invoice says: `sent_snapshot_hash`, of the invoice's row. */
  from: string
  /** The snapshot that should count instead; null credits all, for an invoice that was voided. */
  to: string | null
  /** Of the credit memo: a day in an open period. The memo is applied then, or on a later invoice date. */
  date: IsoDate
  /** What a person says became of the memo that is in doubt. */
  resolve?: ResolveInDoubt
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
  | {
      kind: 'in_doubt'
      afterMs: number
      /** Why what a person named cannot be it. */
      problems?: Problem[]
    }
  /** `inDoubt` where the memo may be in Rillet, and cannot be looked for. */
  | { kind: 'blocked'; problems: Problem[]; inDoubt?: true }
  /** The invoice is not in Rillet (any more): there is nothing to credit. */
  | { kind: 'removed' }

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
      sourceId: memoIdOf(input, input.to === null ? null : input.from),
      organizationId,
    }
    const credited = await creditIn(deps, input, { thing, ...linked })
    if (credited.kind !== 'blocked') return credited
    const isDoubtful = isInDoubt(await begunMemo(deps, thing))
    return isDoubtful ? { ...credited, inDoubt: true } : credited
  }),
})

type Linked = { thing: Thing; link: LinkRow; rilletId: string }
type Target = Linked & { rillet: RilletClient }

async function creditIn(
  deps: Deps,
  input: CreditInvoice,
  linked: Linked,
): Promise<InvoiceCredited> {
  try {
    const rillet = await deps.vendors.rillet(input.accountId, linked.thing.organizationId)
    return await credit(deps, input, { rillet, ...linked })
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
  const begun = await begunMemo(deps, thing)
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
  const total = { amount: grossTotal, currency }
  const { resolve } = input
  if (resolve?.found === true && isInDoubt(begun)) {
    const expected = { customerId: mapped.value.customer_id, total }
    const named = { thing, rilletId: resolve.rilletId, expected }
    const problems = await adoptMemo(deps.db, rillet, named)
    if (problems.length > 0) return { kind: 'in_doubt', afterMs: deps.timing.settlingMs, problems }
  }
  const made = await makeCreditMemo(deps, rillet, {
    thing,
    draft: mapped.value,
    total,
    isDenied: resolve?.found === false,
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

/** The memo that an earlier attempt made, or may have made; null before the first. */
async function begunMemo(
  { db }: Pick<Deps, 'db'>,
  { accountId, sourceId }: Pick<Thing, 'accountId' | 'sourceId'>,
): Promise<LinkRow | null> {
  const link = await findLink(db, accountId, 'credit_memo', sourceId)
  return link !== undefined && (link.sent_at ?? link.rillet_id) !== null ? link : null
}

/** Whether the memo over what is booked by `from`, or over all (null), may have reached Rillet. */
export async function wasMemoSent(db: Db, ref: InvoiceRef, from: string | null): Promise<boolean> {
  return (
    (await begunMemo({ db }, { accountId: ref.accountId, sourceId: memoIdOf(ref, from) })) !== null
  )
}

const memoIdOf = (ref: InvoiceRef, from: string | null): string =>
  creditOfInvoiceId(ref, from === null ? 'void' : from.slice(0, 16))

const isInDoubt = (begun: LinkRow | null): boolean => begun !== null && begun.rillet_id === null

/**
 * Which memo of this invoice was begun and is not written down in the timeline yet; `booked` is the snapshot that
 * Rillet's books say.
 */
export async function openMemoOf(
  db: Db,
  ref: InvoiceRef,
  booked: string | null,
): Promise<Recorded['openMemo']> {
  const isOpen = async (from: string | null): Promise<boolean> => {
    const id = memoIdOf(ref, from)
    const link = await findLink(db, ref.accountId, 'credit_memo', id)
    if (link === undefined) return false
    if (link.rillet_id === null) return link.sent_at !== null
    return !(await isTold(db, ref.accountId, creditedOnce(ref, id, link.rillet_id)))
  }
  if (await isOpen(null)) return 'void'
  return booked !== null && (await isOpen(booked)) ? 'difference' : null
}

const creditedOnce = ({ invoiceId }: InvoiceRef, id: string, creditMemoId: string): string =>
  `${invoiceId}/credited/${id}/${creditMemoId}`

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
