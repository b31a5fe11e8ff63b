import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import * as z from 'zod'
import { type Account, createAccount } from '../../bench/environment/account.ts'
import { put } from '../../bench/environment/calls.ts'
import {
  answeredAt,
  createdInvoice,
  followRequests,
  invoiceCreation,
  isDone,
  isOurs,
  type Logged,
} from '../../bench/environment/requests.ts'
import { type Environment, startEnvironment } from '../../bench/environment/start.ts'
import { draftMany } from '../../bench/ours.ts'
import { inParallel } from '../../bench/parallel.ts'
import { runMain } from '../../config.ts'
import { createHttp } from '../../dev/demo/http.ts'
import { service } from '../../dev/services.ts'
import { createHttp as createControl, type Json } from '../support/http.ts'
import { auditOnce } from './oracle/ends.ts'
import { auditBooks } from './oracle/ledger.ts'

export type BudgetFigures = {
  invoices: number
  calls: number
  /** Calls in the fullest rolling minute. */
  fullestMinute: number
  /** Calls a minute while the backlog lasted. */
  usedPerMinute: number
  throttled: number
  /** Milliseconds from finalized to in Rillet, of another organization's fresh invoices. */
  freshMs: number[]
  failedRuns: number
}

const cap = 60
const minuteMs = 60_000
const everyMs = 45_000

/**
 * Five hundred invoices at once on one account, in real time, over two workers; meanwhile another
 * organization's fresh invoices. Nothing is scaled, the stand-in's limit is strict. Takes nine minutes
 * for 500. Returns the figures and what is wrong with them, in sentences.
 */
export async function playRealTimeBudget(
  say: (line: string) => void,
  { invoices = 500 }: { invoices?: number } = {},
): Promise<{ figures: BudgetFigures; wrong: string[] }> {
  const environment = await startEnvironment(say, {
    own: { SEQUENCE_CALLS_PER_MINUTE: '600' },
    inMemory: true,
  })
  try {
    await startSecondWorker(environment)
    const [big, small] = [await createAccount(environment), await createAccount(environment)]
    const ids = await draftMany(big, invoices)
    const fresh = await draftMany(small, Math.ceil((invoices / cap) * (minuteMs / everyMs)))
    await limit(environment, [big, small])
    say(`${invoices} invoices at once`)
    const figures = await measure(environment, { big, small, ids, fresh, say })
    const books = await auditLedgers(environment, { organizationId: big.organizationId, ids })
    return { figures, wrong: [...judge(figures, invoices), ...books] }
  } catch (error) {
    say(environment.lastWords())
    throw error
  } finally {
    await environment.close()
  }
}

/** The real limits, once what the set-up called has left the rolling minute. */
async function limit({ apiUrl, token }: Environment, accounts: Account[]): Promise<void> {
  const deadline = Date.now() + 30_000
  for (const { id } of accounts) {
    const headers = { authorization: `Bearer ${token}` }
    const operator = createHttp({ base: `${apiUrl}/api/v1/accounts/${id}`, headers, deadline })
    const body = { rilletBudgetPerMinute: cap }
    await operator.send({ method: 'PATCH', path: '/settings', body }, z.unknown())
  }
  await pause(minuteMs + 1_000)
  for (const { rilletControl, sequenceControl } of accounts) {
    await put(rilletControl, '/switches', { rateLimitPerMinute: cap })
    await put(sequenceControl, '/switches', { rateLimitPerMinute: 1_500 })
  }
}

const startSecondWorker = ({ processes, env }: Environment) =>
  processes.start(
    service({ name: 'Worker 2', script: ['worker/main.ts'], stopOrder: 1 }, env, {
      logged: 'worker running',
    }),
  )

type Play = {
  big: Account
  small: Account
  ids: string[]
  fresh: string[]
  say: (line: string) => void
}

async function measure(environment: Environment, play: Play): Promise<BudgetFigures> {
  const { big, small, ids, fresh, say } = play
  const log = await followRequests(big.rilletControl)
  const calls: Logged[] = []
  const arrivedAt = new Map<string, number>()
  const follow = async () => {
    for (const call of (await log.next()).filter(isOurs)) {
      calls.push(call)
      if (!isDone(call) || !isCreation(call)) continue
      arrivedAt.set(createdInvoice(call).invoiceId, answeredAt(call))
    }
  }

  const startedAt = Date.now()
  const longestMs = (ids.length / cap + 3) * minuteMs
  const finalizing = inParallel(ids, 20, async (id) => void (await big.finalize(id)))
  const freshSince = new Map<string, number>()
  let nextFreshAt = startedAt + 5_000
  while (ids.some((id) => !arrivedAt.has(id)) && Date.now() < startedAt + longestMs) {
    if (Date.now() >= nextFreshAt && freshSince.size < fresh.length) {
      nextFreshAt += everyMs
      const id = fresh[freshSince.size] ?? ''
      freshSince.set(id, Date.now())
      await small.finalize(id)
      say(`${arrivedAt.size} in Rillet after ${Math.round((Date.now() - startedAt) / 1_000)} s`)
    }
    await follow()
    await pause(250)
  }
  await finalizing
  await pause(10_000)
  await follow()

  const credential = calls.find((call) => isOf(call, ids))?.credential
  const own = calls.filter((call) => call.credential === credential)
  return {
    invoices: ids.filter((id) => arrivedAt.has(id)).length,
    calls: own.length,
    fullestMinute: fullest(own.map(({ wallMs }) => wallMs)),
    usedPerMinute: used(own.filter(isCreation).map(({ wallMs }) => wallMs)),
    throttled: calls.filter(({ status }) => status === 429).length,
    freshMs: [...freshSince].map(([id, since]) => (arrivedAt.get(id) ?? Number.NaN) - since),
    failedRuns: await failedRuns(environment),
  }
}

const isCreation = ({ method, path }: Logged) =>
  method === invoiceCreation.method && invoiceCreation.path.test(path)

const isOf = (call: Logged, ids: string[]) =>
  isCreation(call) && isDone(call) && ids.includes(createdInvoice(call).invoiceId)

/** The most instants in any window of a minute. */
function fullest(instants: number[]): number {
  const sorted = instants.toSorted((a, b) => a - b)
  return Math.max(
    ...sorted
      .map((from, n) => sorted.slice(n).findIndex((at) => at >= from + minuteMs))
      .map((count, n) => (count === -1 ? sorted.length - n : count)),
  )
}

/** Over whole rounds of the cap: from the first call to the first one of the last round. */
function used(instants: number[]): number {
  const sorted = instants.toSorted((a, b) => a - b)
  const rounds = Math.floor((sorted.length - 1) / cap)
  const [first = 0, last = 0] = [sorted[0], sorted[rounds * cap]]
  return (rounds * cap * minuteMs) / (last - first)
}

/** Runs that ended otherwise than as they should, and steps whose tries ran out. */
async function failedRuns({ temporal, db }: Environment): Promise<number> {
  const { count } = await temporal.workflow.count(
    'ExecutionStatus = "Failed" or ExecutionStatus = "TimedOut" or ExecutionStatus = "Terminated"',
  )
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from invoice where state <> 'synced'
  `.execute(db)
  return count + (rows[0]?.count ?? 0)
}

/** What both vendors' books say: each invoice is live once in its organization, and nothing else is there. */
async function auditLedgers(
  { rilletUrl, sequenceUrl }: Environment,
  { organizationId, ids }: { organizationId: string; ids: string[] },
): Promise<string[]> {
  const ledgerOf = (url: string): Promise<Json> => createControl(url).get('/_sandbox/ledger')
  const [rillet, sequence] = await Promise.all([ledgerOf(rilletUrl), ledgerOf(sequenceUrl)])
  const organization = rillet.organizations.find(({ id }: Json) => id === organizationId)
  return [
    ...auditOnce(organization, ids),
    ...auditBooks({ rillet, sequence }).map(({ what }) => what),
  ].slice(0, mostNamed)
}

const mostNamed = 20

function judge(figures: BudgetFigures, asked: number): string[] {
  const { invoices, fullestMinute, usedPerMinute, throttled, freshMs, failedRuns: failed } = figures
  const late = freshMs.filter((ms) => !(ms <= 5_000))
  return [
    invoices !== asked ? `${invoices} of ${asked} invoices came into Rillet` : null,
    fullestMinute > cap ? `${fullestMinute} calls in one rolling minute, ${cap} are allowed` : null,
    usedPerMinute < 54
      ? `${usedPerMinute.toFixed(1)} calls a minute used, at least 54 asked`
      : null,
    throttled > 0 ? `the stand-in answered 429 to ${throttled} calls` : null,
    late.length > 0 ? `fresh invoices of another organization took ${late.join(', ')} ms` : null,
    failed > 0 ? `${failed} runs failed or are not synced` : null,
  ].filter((sentence) => sentence !== null)
}

/** Alone: `node test/faults/real-time-budget.ts --invoices 500`. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  runMain(async () => {
    const options = { invoices: { type: 'string', default: '500' } } as const
    const invoices = z.coerce.number().int().min(cap).parse(parseArgs({ options }).values.invoices)
    const say = (line: string) => console.log(`… ${line}`)
    const { figures, wrong } = await playRealTimeBudget(say, { invoices })
    console.log(JSON.stringify(figures, null, 2))
    for (const sentence of wrong) console.error(sentence)
    process.exitCode = wrong.length === 0 ? 0 : 1
  })
}
