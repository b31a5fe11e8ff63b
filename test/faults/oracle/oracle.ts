import type { Json } from '../../support/http.ts'
import type { Outcome } from '../scenario.ts'
import type { Actor } from '../stage/cast.ts'
import type { Stage } from '../stage/start.ts'
import { auditBudget } from './budget.ts'
import { createHistoryReader } from './histories.ts'
import { auditInbox } from './inbox.ts'
import { createLeakFinder } from './leaks.ts'
import { auditBooks, auditOutcome, type Violation } from './ledger.ts'
import { auditQueues } from './queues.ts'
import { createRecorder } from './recorder.ts'
import { auditRows } from './rows.ts'

export type Oracle = ReturnType<typeof createOracle>

/**
 * Judges by the stand-ins' books and logs, by our own tables and by what Temporal has written down;
 * never by what a run says of itself.
 */
export function createOracle(stage: Stage, words: Set<string>) {
  const recorder = createRecorder(stage)
  const leaks = createLeakFinder(words)
  const histories = createHistoryReader({ temporal: stage.temporal, leaks })
  const elsewhere = new Set<string>()
  const outcomes: Outcome[] = []
  const found: Violation[] = []
  const known = new Set<string>()

  /** What is judged again at the end is told once. */
  function add(violations: Violation[]): void {
    for (const violation of violations) {
      const name = `${violation.rule}: ${violation.what}`
      if (known.has(name)) continue
      known.add(name)
      found.push(violation)
    }
  }

  const books = async () => ({
    rillet: await stage.rillet.get('/_sandbox/ledger'),
    sequence: await stage.sequence.get('/_sandbox/ledger'),
  })

  return {
    recorder,
    judged: () => ({
      invoices: outcomes.reduce((sum, { invoices }) => sum + invoices.length, 0),
      histories: histories.count(),
    }),
    violations: () => [
      ...found,
      ...leaks.violations,
      ...recorder.violations,
      ...histories.violations,
    ],

    /** Scenarios that have ended; a few at a time, while others run. */
    async judge(ended: Outcome[]): Promise<void> {
      const [ledgers] = await Promise.all([
        books(),
        recorder.read(),
        histories.read(ended.flatMap(runsOf)),
      ])
      for (const outcome of ended) add(auditOutcome(ledgers, outcome))
      outcomes.push(...ended)
    },

    /** Invoices that do not end by their money alone: who played them judges where they end. */
    elsewhere,

    /** When everything has ended: the whole of it, once, and each scenario again: nothing may come late. */
    async conclude(actors: Actor[]) {
      add(await auditQueues(stage.db))
      await recorder.read()
      const ledgers = await books()
      for (const outcome of outcomes) add(auditOutcome(ledgers, outcome))
      add(auditBooks(ledgers))
      await histories.readAll()
      const rillet = recorder.requests.filter(({ vendor }) => vendor === 'rillet')
      const budget = auditBudget(rillet, actors, 60_000 / stage.timeScale)
      const inbox = await auditInbox(stage.db, [...recorder.acknowledged.values()])
      add([...budget.violations, ...inbox.violations, ...(await failedRuns(stage))])
      add(await auditRows(stage.db, elsewhere))
      leaks.lookInLogs(stage.folder)
      for (const { name, how, logFile } of stage.ownEnds) {
        if (!/^(api|worker)/.test(name)) continue
        const what = `${name} ended (${how}): ${logFile}`
        add([{ rule: 'no process ends by itself', what, seed: null }])
      }
      return {
        calls: rillet.length,
        lagged: laggedLookUps(ledgers.rillet),
        fullest: budget.fullest,
        acknowledged: recorder.acknowledged.size,
        stored: inbox.stored,
        quarantined: inbox.quarantined,
        unmatched: inbox.unmatched,
      }
    },
  }
}

const runsOf = ({ accountId, invoices }: Outcome) =>
  invoices.map(({ invoiceId }) => ({ workflowId: `invoice/${accountId}/${invoiceId}` }))

/** The lists in which what may be there already is looked for; the sweeps read others. */
const lookUps = ['invoices of a customer', 'products', 'credit_memos']

/** How many readings of each did not show what the lag hid. */
const laggedLookUps = ({ organizations }: Json): [string, number][] =>
  lookUps.map((list) => [
    list,
    organizations.reduce((sum: number, { lagged }: Json) => sum + (lagged[list] ?? 0), 0),
  ])

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
