import { connectionProblems } from '../domain/checks.ts'
import type { Problem } from '../domain/model.ts'
import { connectionHealth, findConnection, settingsOf } from '../store/connection.ts'
import type { ConnectionRow } from '../store/schema.ts'
import { changedUntil, saveChangedUntil } from '../store/sweep-mark.ts'
import {
  findSweep,
  finishSweep,
  forgetOldSweeps,
  type SweepRef,
  startSweep,
} from '../store/sweep-run.ts'
import { oldestLiveDay } from '../store/sweep-source.ts'
import type { SweepInput } from '../workflows/messages.ts'
import type { SweepDeps } from './deps.ts'
import { findings, rilletAbsences } from './sweep-absences.ts'
import { sequenceCreditNotes } from './sweep-credit-notes.ts'
import { customerAbsences, rilletCustomers } from './sweep-customer-absences.ts'
import { sequenceContacts, sequenceCustomers } from './sweep-customers.ts'
import { sweepPart } from './sweep-part.ts'
import { rilletInvoices, rilletPayments } from './sweep-rillet.ts'
import { firstDay, sequenceAbsences, sequenceInvoices } from './sweep-sequence.ts'

export type SweepActivities = ReturnType<typeof createSweepActivities>

/** The parts of the sweeps, by name: each looks at one list and wakes who differs from it. */
export const createSweepActivities = (deps: SweepDeps) => ({
  rilletInvoices: sweepPart(deps, 'rilletInvoices', rilletInvoices),
  rilletPayments: sweepPart(deps, 'rilletPayments', rilletPayments),
  rilletAbsences: sweepPart(deps, 'rilletAbsences', rilletAbsences),
  findings: sweepPart(deps, 'findings', findings),
  sequenceInvoices: sweepPart(deps, 'sequenceInvoices', sequenceInvoices),
  sequenceAbsences: sweepPart(deps, 'sequenceAbsences', sequenceAbsences),
  sequenceCreditNotes: sweepPart(deps, 'sequenceCreditNotes', sequenceCreditNotes),
  sequenceCustomers: sweepPart(deps, 'sequenceCustomers', sequenceCustomers),
  sequenceContacts: sweepPart(deps, 'sequenceContacts', sequenceContacts),
  rilletCustomers: sweepPart(deps, 'rilletCustomers', rilletCustomers),
  customerAbsences: sweepPart(deps, 'customerAbsences', customerAbsences),
})

export type SweepRecordActivities = ReturnType<typeof createSweepRecordActivities>

/** Our own writes about a sweep: local activities, like those of an invoice. */
export const createSweepRecordActivities = (deps: SweepDeps) => ({
  /** Writes down that it begins and what it will ask for. False when it may not: that is written too. */
  beginSweep: async (input: SweepInput & SweepRef): Promise<boolean> => {
    const { db, sweeps } = deps
    const { accountId, runId, kind, actor } = input
    await forgetOldSweeps(db, accountId)
    const connection = await findConnection(db, accountId)
    const organizationId = connection?.organization_id ?? null
    const mayGoOn = await startSweep(
      db,
      {
        accountId,
        runId,
        kind,
        actor: actor ?? 'schedule',
        organizationId,
        changedAfter: kind === 'changes' ? await changedAfter(deps, connection) : null,
        fromDay: kind === 'sequence' ? await firstDayOf(deps, connection) : null,
      },
      sweeps.abandonedMs,
    )
    const [missing] = missingFor(connection)
    if (!mayGoOn || missing === undefined) return mayGoOn
    await finishSweep(db, input, { outcome: 'skipped', problem: missing })
    return false
  },

  /** All parts are done, or (`failed`) one could not be ended. */
  endSweep: async ({ failed, ...ref }: SweepRef & { failed: boolean }): Promise<void> => {
    const run = await findSweep(deps.db, ref)
    if (run === undefined || run.outcome !== 'running') return
    await deps.db.transaction().execute(async (trx) => {
      if (!failed && run.kind === 'changes' && run.organization_id !== null) {
        const place = { accountId: ref.accountId, organizationId: run.organization_id }
        await saveChangedUntil(trx, place, run.started_at)
      }
      const outcome = failed ? 'failed' : 'done'
      await finishSweep(trx, ref, { outcome, problem: null, error: run.error_text })
    })
  },
})

/** A refused key does not stop a sweep: its first call shows whether it is good again. */
const missingFor = (connection: ConnectionRow | undefined): Problem[] =>
  connectionProblems({ connection: connectionHealth(connection) }).filter(({ code }) =>
    ['rillet_not_connected', 'sequence_not_connected', 'disconnected'].includes(code),
  )

/** Before the last mark, since clocks differ and lists lag; else since the account is connected. */
async function changedAfter(
  { db, sweeps }: SweepDeps,
  connection: ConnectionRow | undefined,
): Promise<Date | null> {
  if (connection === undefined || connection.organization_id === null) return null
  const { account_id: accountId, organization_id: organizationId } = connection
  const until = await changedUntil(db, { accountId, organizationId })
  return new Date((until ?? connection.created_at).getTime() - sweeps.overlapMs)
}

async function firstDayOf(
  { db }: SweepDeps,
  connection: ConnectionRow | undefined,
): Promise<string | null> {
  if (connection === undefined) return null
  return firstDay({
    startDate: settingsOf(connection).startDate,
    connectedAt: connection.created_at,
    oldestLive: await oldestLiveDay(db, connection.account_id),
  })
}
