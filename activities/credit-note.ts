import { readSourceCreditNote } from '../clients/sequence/source-credit-note.ts'
import { connectionProblems } from '../domain/checks.ts'
import { factsOf, mapCreditMemo } from '../domain/credit-memo.ts'
import { creditOfNote, type SourceCreditNote, wantedApplications } from '../domain/credit-note.ts'
import type { Problem, SyncContext } from '../domain/model.ts'
import {
  creditMemoRemoved,
  creditNoteNotFinal,
  creditNoteUndated,
  inDoubt,
  invoiceNotInRillet,
  rilletNotConnected,
} from '../domain/problems.ts'
import { missingProducts } from '../domain/products.ts'
import { creditNoteUrlTemplate, linkTo } from '../domain/references.ts'
import { findConnection } from '../store/connection.ts'
import { type CreditNoteRef, findCreditNote, saveCreditNoteSource } from '../store/credit-note.ts'
import type { Thing } from '../store/intent.ts'
import { findLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'
import type { CreateInput, CreditNoteAdvanced } from '../workflows/messages.ts'
import { applyNote } from './apply-note.ts'
import { problemOf } from './breakers.ts'
import { loadContext } from './context.ts'
import { type NoteStand, restNote } from './credit-note-rest.ts'
import type { Deps } from './deps.ts'
import { heldElsewhere } from './linked-invoice.ts'
import { makeCreditMemo } from './make-credit-memo.ts'
import { leftOutBefore, noteDay, ruleOnClosed } from './note-in-closed-period.ts'
import { undoMemo } from './undo-memo.ts'
import { watchedNote } from './watched-note.ts'

/** `wanted`: a person asks for it, whatever its date. `probe`: it tries for all that wait for a set-up. */
export type AdvanceCreditNote = CreditNoteRef & { wanted: boolean; probe?: boolean }

export type CreditNoteActivities = ReturnType<typeof createCreditNoteActivities>

export const createCreditNoteActivities = (deps: Deps) => ({
  /**
   * Takes a credit note as far as it can go now: read in Sequence, booked once in Rillet, set off against its
   * invoice, or undone when it was voided; where it stands is written down. Twice does no harm.
   */
  advanceCreditNote: watchedNote(
    deps,
    async (input: AdvanceCreditNote): Promise<CreditNoteAdvanced> => {
      const row = await findCreditNote(deps.db, input)
      try {
        return await restNote(deps, input, await advance(deps, input))
      } catch (error) {
        const about = { what: 'credit note', id: input.creditNoteId }
        const problem = await problemOf(deps.db, input.accountId, error, {
          ...about,
          ...(row?.accounting_date ? { accountingDate: row.accounting_date } : {}),
        })
        if (problem === null) throw error
        return restNote(deps, input, held([problem]))
      }
    },
  ),
})

const held = (problems: Problem[]): NoteStand => ({ kind: 'blocked', problems })

async function advance(deps: Deps, input: AdvanceCreditNote): Promise<NoteStand> {
  const { db, vendors } = deps
  const { accountId, creditNoteId } = input
  const sequence = await vendors.sequence(accountId)
  const note = await readSourceCreditNote(sequence, creditNoteId)
  await saveCreditNoteSource(db, input, note)
  const organizationId = (await findConnection(db, accountId))?.organization_id ?? null
  if (organizationId === null) return held([rilletNotConnected()])
  const thing: Thing = { accountId, kind: 'credit_memo', sourceId: creditNoteId, organizationId }
  const link = await findLink(db, accountId, 'credit_memo', creditNoteId)
  const elsewhere = heldElsewhere(link, organizationId)
  if (elsewhere !== null) return held([elsewhere])
  if (note.status === 'VOIDED') {
    return undoMemo(deps, thing, wantedApplications(note))
  }
  if (note.status !== 'FINAL' && note.status !== 'SENT') {
    return held([creditNoteNotFinal(note.status)])
  }
  return book(deps, input, { note, thing, link })
}

/** What only a try can show to be mended is tried by one, or by what a person asks for. */
const mayTry = (code: Problem['code'], { wanted, probe = false }: AdvanceCreditNote): boolean =>
  (wanted && code !== 'disconnected') || (probe && code === 'missing_setup')

type Booking = {
  note: SourceCreditNote
  thing: Thing
  link: LinkRow | undefined
  /** Dated on an open day in this try: once is enough. */
  isRedated?: boolean
}

async function book(deps: Deps, input: AdvanceCreditNote, booking: Booking): Promise<NoteStand> {
  const { accountId } = input
  const { note, thing, link, isRedated = false } = booking
  const context = await contextOf(deps, accountId, note)
  const { startDate } = context.settings
  const isKnown = link !== undefined && (link.sent_at !== null || link.rillet_id !== null)
  // Deleted in Rillet: only a person has it made again.
  const isRemoved = !isKnown && link !== undefined && link.removed_at !== null
  if (isRemoved && !input.wanted) return held([creditMemoRemoved()])
  const isEarly = startDate !== null && note.date !== null && note.date < startDate
  if (isEarly && !input.wanted && !isKnown) return { kind: 'excluded', note: null }
  const out = input.wanted || isKnown ? null : await leftOutBefore(deps.db, input)
  if (out !== null) return out

  const invoices = await invoicesOf(deps, accountId, note)
  const missing = isKnown ? [] : invoices.flatMap(({ problem }) => problem ?? [])
  const { create } = missingProducts({ lines: factsOf(note) }, context)
  const url = linkTo(creditNoteUrlTemplate(deps.publicUrl), note.id) ?? ''
  const known = { ...context, products: withCreated(context.products, create) }
  const own = note.date ?? ''
  const dated = noteDay(own, link)
  const credit = creditOfNote(note, dated, url)
  const mapped = mapCreditMemo({ credit, context: known, exchangeRate: null })
  const problems = [
    ...connectionProblems(context).filter(({ code }) => !mayTry(code, input)),
    ...(note.date === null ? [creditNoteUndated()] : []),
    ...missing,
    ...(mapped.ok ? [] : mapped.problems),
  ]
  if (problems.length > 0) return held(problems)
  if (create.length > 0) return { kind: 'products', create: create.map(creating(input, note)) }
  if (!mapped.ok) return held(mapped.problems)

  const rillet = await deps.vendors.rillet(accountId, thing.organizationId)
  const { customerId, currency, grossTotal: amount } = note
  const made = await makeCreditMemo(deps, rillet, {
    thing,
    draft: mapped.value,
    total: { amount, currency },
    about: { accountingDate: dated, customerId, currency },
    snapshotHash: '',
  })
  if (made.kind === 'in_doubt') return { ...made, problems: [inDoubt('no answer')] }
  if (made.kind === 'blocked') {
    const { organizationId } = thing
    const { wanted } = input
    const { settings } = context
    const refused = { thing, note, settings, own, date: dated, problems: made.problems, wanted }
    const books = { accountId, organizationId, rillet }
    const ruled = isRedated ? null : await ruleOnClosed(deps, books, refused)
    if (ruled === null) return held(made.problems)
    if (ruled.kind === 'excluded') return ruled
    const now = await findLink(deps.db, accountId, 'credit_memo', note.id)
    return book(deps, input, { note, thing, link: now, isRedated: true })
  }
  if (made.problems.length > 0) return held(made.problems)
  const { organizationId } = thing
  const { memo } = made
  return applyNote(deps, rillet, { ref: input, organizationId, note, date: dated, memo, invoices })
}

async function contextOf({ db }: Deps, accountId: string, note: SourceCreditNote) {
  const productIds = note.lines.flatMap(({ productId }) => (productId === null ? [] : [productId]))
  return loadContext(db, accountId, {
    customerId: note.customerId,
    productIds: [...new Set(productIds)],
  })
}

/** Where the invoices are that it is set off against. */
async function invoicesOf({ db }: Deps, accountId: string, note: SourceCreditNote) {
  return Promise.all(
    wantedApplications(note).map(async ({ invoiceId, amount }) => {
      const link = await findLink(db, accountId, 'invoice', invoiceId)
      const rilletId = link?.rillet_id ?? null
      const problem = rilletId === null ? invoiceNotInRillet(invoiceId) : null
      return { invoiceId, amount, rilletId, problem }
    }),
  )
}

/** As if they were there: everything else that is wrong is named before anything is created. */
const withCreated = (products: SyncContext['products'], create: string[]) => ({
  ...products,
  ...Object.fromEntries(create.map((id) => [id, { rilletId: 'to be created', problem: null }])),
})

const creating =
  ({ accountId }: CreditNoteRef, { currency }: SourceCreditNote) =>
  (sourceId: string): CreateInput => ({
    accountId,
    kind: 'product',
    sourceId,
    actor: 'sync',
    currency,
  })
