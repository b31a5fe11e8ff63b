import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Outcome } from '../scenario.ts'
import type { Actor } from '../stage/cast.ts'
import type { Stage } from '../stage/start.ts'
import { auditBudget } from './budget.ts'
import { auditInbox } from './inbox.ts'
import { createLeakFinder } from './leaks.ts'
import { auditBooks, auditOutcome, type Violation } from './ledger.ts'
import { createRecorder, type Logged } from './recorder.ts'
import { auditRows } from './rows.ts'

export type Oracle = ReturnType<typeof createOracle>

/**
 * Judges by the stand-ins' books and logs, by our own tables and by what Temporal has written down;
 * never by what a run says of itself.
 */
export function createOracle(stage: Stage, words: Set<string>) {
  const recorder = createRecorder(stage)
  const leaks = createLeakFinder(words)
  const violations: Violation[] = []
  const judged = { scenarios: 0, invoices: 0, histories: 0 }

  const books = async () => ({
    rillet: await stage.rillet.get('/_sandbox/ledger'),
    sequence: await stage.sequence.get('/_sandbox/ledger'),
  })

  async function histories(outcomes: Outcome[]): Promise<void> {
    for (const { accountId, invoices } of outcomes) {
      for (const { invoiceId } of invoices) {
        const id = `invoice/${accountId}/${invoiceId}`
        // Temporal may be on its way back.
        const looked = await leaks.lookInHistory(stage.temporal, id).then(
          () => 1,
          () => 0,
        )
        judged.histories += looked
      }
    }
  }

  return {
    judged,
    recorder,
    violations: () => [...violations, ...leaks.violations],

    /** Scenarios that have ended; a few at a time, while others run. */
    async judge(outcomes: Outcome[]): Promise<void> {
      const [ledgers] = await Promise.all([books(), recorder.read(), histories(outcomes)])
      for (const outcome of outcomes) {
        violations.push(...auditOutcome(ledgers, outcome))
        judged.scenarios += 1
        judged.invoices += outcome.invoices.length
      }
    },

    /** When everything has ended: the whole of it, once. */
    async conclude(actors: Actor[]) {
      await untilQuiet(stage)
      await recorder.read()
      violations.push(...auditBooks(await books()))
      const rillet = recorder.requests.filter(({ vendor }) => vendor === 'rillet')
      const budget = auditBudget(rillet, actors, 60_000 / stage.timeScale)
      const inbox = await auditInbox(stage.db, [...recorder.acknowledged.values()])
      violations.push(...budget.violations, ...inbox.violations, ...(await failedRuns(stage)))
      violations.push(...(await auditRows(stage.db)))
      leaks.lookInLogs(stage.folder)
      for (const { name, how, logFile } of stage.ownEnds) {
        if (!/^(api|worker)/.test(name)) continue
        const what = `${name} ended (${how}): ${logFile}`
        violations.push({ rule: 'no process ends by itself', what, seed: null })
      }
      return {
        calls: rillet.length,
        lookUps: rillet.filter(isLookUp).length,
        fullest: budget.fullest,
        acknowledged: recorder.acknowledged.size,
        stored: inbox.stored,
        quarantined: inbox.quarantined,
        unmatched: inbox.unmatched,
      }
    },
  }
}

const isLookUp = ({ method, path }: Logged) => method === 'GET' && path === '/invoices'

/** Nothing waits in the inbox or the outbox any more. */
async function untilQuiet({ db }: Stage): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select (select count(*) from inbox where status = 'pending')::int
        + (select count(*) from outbox where quarantined_at is null)::int as left
    `.execute(db)
    if (rows[0]?.left === 0 || Date.now() > deadline) return
    await pause(200)
  }
}

/** Whatever a vendor or a crash does, no run fails. */
async function failedRuns({ temporal }: Stage): Promise<Violation[]> {
  const query = `ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')`
  const found: Violation[] = []
  for await (const { workflowId, status } of temporal.workflow.list({ query })) {
    found.push({ rule: 'no run fails', what: `${workflowId}: ${status.name}`, seed: null })
    if (found.length > 20) break
  }
  return found
}
