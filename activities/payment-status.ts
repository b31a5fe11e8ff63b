import { readPaymentLink } from '../clients/sequence/payment-link.ts'
import type { InvoiceRow } from '../clients/sequence/schemas.ts'
import type {
  InvoiceRef,
  IsoInstant,
  PaymentLink,
  Problem,
  SourcePaymentStatus,
} from '../domain/model.ts'
import { ownStatuses, type PaymentTarget, statusToWrite } from '../domain/settlement.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { addEvent } from '../store/event.ts'
import { findInvoice, intendPaymentStatus, saveWrittenPaymentStatus } from '../store/invoice.ts'
import { problemOf } from './breakers.ts'
import type { Deps } from './deps.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type SetPaymentStatus = InvoiceRef & {
  target: PaymentTarget
  /** Of the invoice as the run knows it. */
  knownVersion: IsoInstant
  /** A person wants it, whoever set the status that stands there. */
  force?: boolean
  why?: string
}

export type PaymentStatusSet =
  /** `written` is false when Sequence said so already, and not by us. */
  | {
      kind: 'done'
      paymentStatus: SourcePaymentStatus
      written: boolean
      /** Of our own write, when nothing else has changed since `knownVersion`; else null: read it again. */
      version: string | null
    }
  /** A payment link has appeared: its provider decides from now on. */
  | { kind: 'muted'; paymentLink: PaymentLink; paymentStatus: SourcePaymentStatus }
  | { kind: 'blocked'; problem: Problem }

export type PaymentStatusActivities = ReturnType<typeof createPaymentStatusActivities>

export const createPaymentStatusActivities = (deps: Deps) => ({
  /** Tells Sequence how far the invoice is paid: asked again right before, written only if it differs. */
  setPaymentStatus: watched(deps, async (input: SetPaymentStatus): Promise<PaymentStatusSet> => {
    try {
      return await compareAndSet(deps, input)
    } catch (error) {
      const about = { what: 'invoice', id: input.invoiceId }
      const problem = await problemOf(deps.db, input.accountId, error, about)
      if (problem === null) throw error
      return { kind: 'blocked', problem: await keepSentence(deps.db, input, problem) }
    }
  }),
})

async function compareAndSet(
  { db, vendors }: Deps,
  { accountId, invoiceId, target, knownVersion, force = false, why }: SetPaymentStatus,
): Promise<PaymentStatusSet> {
  const sequence = await vendors.sequence(accountId)
  const [invoice, ownSettings, connection, row] = await Promise.all([
    sequence.getInvoice(invoiceId),
    sequence.invoicePaymentSettings(invoiceId),
    findConnection(db, accountId),
    findInvoice(db, { accountId, invoiceId }),
  ])
  const paymentLink = await readPaymentLink(sequence, invoice, ownSettings)
  const { paymentStatus } = invoice
  if (paymentLink !== null && settingsOf(connection).mutingPaymentLinks.includes(paymentLink)) {
    return { kind: 'muted', paymentLink, paymentStatus }
  }
  const own = ownStatuses({
    writtenPaymentStatus: row?.written_payment_status ?? null,
    intendedPaymentStatus: row?.intended_payment_status ?? null,
  })
  const wanted = force && target !== paymentStatus ? target : null
  const status = wanted ?? statusToWrite({ target, current: paymentStatus, own })
  const known = invoice.updatedAt === knownVersion
  if (status === null) {
    // An earlier try may have written it and lost the answer.
    const written = own.some((one) => one === paymentStatus)
    if (row?.intended_payment_status === paymentStatus) {
      await saveWrittenPaymentStatus(db, { accountId, invoiceId }, paymentStatus, null)
    }
    return { kind: 'done', paymentStatus, written, version: known ? knownVersion : null }
  }

  // Before it is sent: only what counts as ours can be taken back, and the answer may be lost.
  await intendPaymentStatus(db, { accountId, invoiceId }, status)
  const answer = await sequence.setPaymentStatus(invoiceId, status)
  // What changed beside our write is not read yet: its webhook must not pass for our echo.
  const onlyOurs = known && isSameDocument(invoice, answer)
  await db.transaction().execute(async (trx) => {
    const version = onlyOurs ? new Date(answer.updatedAt) : null
    await saveWrittenPaymentStatus(trx, { accountId, invoiceId }, answer.paymentStatus, version)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: 'payment_status.written',
      actor: 'sync',
      data: {
        paymentStatus: answer.paymentStatus,
        was: paymentStatus,
        ...(why ? { why } : {}),
      },
      once: `${invoiceId}/payment_status/${answer.updatedAt}`,
    })
  })
  return {
    kind: 'done',
    paymentStatus: status,
    written: true,
    version: onlyOurs ? answer.updatedAt : null,
  }
}

/** The same but for its payment status and version. */
const isSameDocument = (before: InvoiceRow, after: InvoiceRow): boolean =>
  documentFields.every((field) => before[field] === after[field])

const documentFields = [
  'status',
  'invoiceNumber',
  'accountingDate',
  'issueDate',
  'dueDate',
  'netTotal',
  'totalTax',
  'grossTotal',
  'customerId',
] as const
