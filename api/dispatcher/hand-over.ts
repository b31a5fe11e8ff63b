import type { Db } from '../../store/connect.ts'
import { addEvent } from '../../store/event.ts'
import { handOver } from '../../store/hint-window.ts'
import { type InboxRow, postponeDelivery, settleDelivery } from '../../store/inbox.ts'
import { countRefusals } from '../../store/refusal.ts'
import { decideRillet } from './decide-rillet.ts'
import { decideSequence } from './decide-sequence.ts'
import type { Decision } from './decision.ts'
import type { Pace } from './pace.ts'
import { isPoison } from './poison.ts'

/** Settles one delivery that was taken: it is decided and handed over in one transaction. */
export async function handOverDelivery(db: Db, row: InboxRow, pace: Pace): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      const decision = await decide(transaction, row)
      const { accountId, source } = row
      const { status, invoiceId } = decision
      const outcome = decision.status === 'handed_over' ? null : decision.outcome
      if (!(await settleDelivery(transaction, row, { status, outcome, invoiceId }))) return
      if (outcome === 'another_account') {
        await countRefusals(transaction, { accountId, source, reason: outcome })
      }
      await tell(transaction, row, decision)
      if (decision.status === 'handed_over') {
        const run = { accountId, invoiceId: targetOf(decision) }
        await handOver(transaction, run, decision.hint, pace.hintWindowMs)
      }
    })
  } catch (error) {
    const waitMs = pace.backOffMs(row.attempts)
    const quarantine = isPoison(error) && row.attempts >= pace.maxFailures
    await postponeDelivery(db, row, { error: String(error), waitMs, quarantine })
  }
}

const decide = (db: Db, row: InboxRow): Promise<Decision> =>
  row.source === 'sequence' ? decideSequence(db, row) : decideRillet(db, row)

/** What reached an invoice belongs into its timeline, echoes too. */
async function tell(db: Db, row: InboxRow, { status, invoiceId }: Decision): Promise<void> {
  if (invoiceId === null) return
  await addEvent(db, {
    accountId: row.accountId,
    invoiceId,
    kind: status === 'handed_over' ? 'hint.received' : `hint.${status}`,
    actor: row.source,
    data: {
      event: row.event,
      deliveryId: row.deliveryId,
      version: row.version?.toISOString() ?? null,
      stale: row.stale,
    },
    once: `delivery/${row.id}/${status}`,
  })
}

/** The run that is told, by the id of what it is about. */
function targetOf(decision: Extract<Decision, { status: 'handed_over' }>): string {
  if (decision.invoiceId !== null) return decision.invoiceId
  return 'customerId' in decision ? decision.customerId : decision.runId
}
