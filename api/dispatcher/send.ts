import type { Client } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/client'
import { z } from 'zod'
import { isEcho, isRemoteEcho } from '../../domain/echo.ts'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import type { Db } from '../../store/connect.ts'
import { findInvoice } from '../../store/invoice.ts'
import { type OutboxRow, settleNotSent, settleSent } from '../../store/outbox-taking.ts'
import type { InvoiceRow } from '../../store/schema.ts'
import { invoiceRun } from '../../workflows/invoice-run.ts'
import { workflowTypes } from '../../workflows/messages.ts'
import { creditNoteRun } from '../credit-note-run.ts'
import { customerRun } from '../customer-run.ts'
import { isTemporalAway } from '../temporal-errors.ts'
import { argumentOf, creditNoteHintOf, customerHintOf } from './hints.ts'
import type { Pace } from './pace.ts'
import { isPoison } from './poison.ts'

export type Sender = { db: Db; temporal: Client; pace: Pace }

/** Sends one wake-up that was taken. Returns false when Temporal was not there to take it. */
export async function send({ db, temporal, pace }: Sender, row: OutboxRow): Promise<boolean> {
  try {
    await temporal.connection.withDeadline(Date.now() + pace.callMs, () =>
      signal(db, temporal, row),
    )
  } catch (error) {
    const isAway = isTemporalAway(error)
    const failures = row.failures + (isAway ? 0 : 1)
    await settleNotSent(db, row, {
      error: String(error),
      failures,
      waitMs: isAway ? pace.awayMs(row.attempts) : pace.backOffMs(failures),
      quarantine: isPoison(error) && failures >= pace.maxFailures,
    })
    return !isAway
  }
  await settleSent(db, row)
  return true
}

const Numbered = z.object({ number: z.string().nullish() })

async function signal(db: Db, temporal: Client, row: OutboxRow): Promise<void> {
  const { signal: name } = row
  if (name === 'customerChanged') return signalCustomer(temporal, row)
  if (name === 'creditNoteChanged') return signalCreditNote(temporal, row)
  const argument = argumentOf({ ...row, signal: name })
  if (row.signal === 'causeCleared') {
    const sent = await signalOpenRun(temporal, row, argument)
    if (sent) return
  }
  const invoice = await findInvoice(db, row)
  if (invoice !== undefined && isOldNews(argument, invoice)) return
  const { number } = Numbered.parse(row.payload)
  await temporal.workflow.signalWithStart(workflowTypes.invoice, {
    ...invoiceRun(row, invoice, number ? { number } : {}),
    signal: row.signal,
    signalArgs: [argument],
  })
}

async function signalCreditNote(temporal: Client, row: OutboxRow): Promise<void> {
  const { accountId, invoiceId: creditNoteId, signal: name, payload } = row
  await temporal.workflow.signalWithStart(workflowTypes.creditNote, {
    ...creditNoteRun({ accountId, creditNoteId }),
    signal: name,
    signalArgs: [creditNoteHintOf(payload)],
  })
}

async function signalCustomer(temporal: Client, row: OutboxRow): Promise<void> {
  const { accountId, invoiceId: customerId, signal: name, payload } = row
  await temporal.workflow.signalWithStart(workflowTypes.customer, {
    ...customerRun({ accountId, customerId }),
    signal: name,
    signalArgs: [customerHintOf(payload)],
  })
}

/** What came in while our own write was being recorded: by now its version is known. */
function isOldNews(
  argument: ReturnType<typeof argumentOf>,
  { source_version, remote_version }: InvoiceRow,
): boolean {
  if (!('version' in argument)) return false
  return 'kinds' in argument
    ? isRemoteEcho(remote_version, argument.version, argument.kinds)
    : isEcho(source_version, argument.version)
}

/** A held invoice has an open run; false when it has closed meanwhile. */
async function signalOpenRun(temporal: Client, row: OutboxRow, argument: unknown) {
  try {
    await temporal.workflow.getHandle(invoiceWorkflowId(row)).signal(row.signal, argument)
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
