import { setTimeout as pause } from 'node:timers/promises'
import { settledBy } from './payments.ts'
import type { Run } from './scenario.ts'
import type { Actor } from './stage/cast.ts'
import type { Stage } from './stage/start.ts'

const everyMs = 200
/** Where webhooks were dropped an operator starts, now and then, the sweeps that run by themselves too. */
const sweepEveryMs = 15_000

/** Waits until the invoice is in Rillet, as our own table says it; returns its id there. */
export async function untilInRillet(run: Run, actor: Actor, invoiceId: string): Promise<string> {
  const rilletId = await wait(run, actor, invoiceId, async () => {
    const seen = run.watcher.seen(actor.id, invoiceId)
    return seen?.rilletId ?? null
  })
  if (rilletId !== null) return rilletId
  throw new Error(`${invoiceId} never came into Rillet: ${await lastSeen(run, actor, invoiceId)}`)
}

type Settled = { invoiceId: string; rilletId: string; currency: string; memoId: string | null }

/** Waits until our state and Sequence's payment status say what Rillet's rows say. */
export async function untilFinal(run: Run, actor: Actor, settled: Settled): Promise<void> {
  const { invoiceId } = settled
  const wanted = await settledBy(actor, settled)
  const isFinal = await wait(run, actor, invoiceId, async () => {
    if (run.watcher.seen(actor.id, invoiceId)?.state !== wanted.state) return null
    const status = await actor.paymentStatus(invoiceId)
    return status === wanted.paymentStatus ? true : null
  })
  if (isFinal === true) return
  const status = await actor.paymentStatus(invoiceId)
  throw new Error(
    `${invoiceId} did not come to ${wanted.state}, ${wanted.paymentStatus}: ${await lastSeen(run, actor, invoiceId)}, ${status}`,
  )
}

/**
 * Rillet booked it otherwise than it was sent: waits until that has been noticed, puts it right in Rillet as a
 * person does, and asks for another look until it is believed.
 */
export async function untilPutRight(
  run: Run,
  actor: Actor,
  { invoiceId, rilletId }: { invoiceId: string; rilletId: string },
): Promise<void> {
  const { stage, watcher, tally } = run
  const isDistrusted = () =>
    watcher.seen(actor.id, invoiceId)?.codes.includes('rillet_answer_differs') ?? false
  await wait(run, actor, invoiceId, async () => {
    const state = watcher.seen(actor.id, invoiceId)?.state ?? ''
    if (believed.includes(state)) {
      throw new Error(`${invoiceId} counts as ${state}, though Rillet booked another total`)
    }
    return isDistrusted() ? true : null
  })
  await stage.rillet.post(`/_sandbox/invoices/${rilletId}/correct`)
  tally.add('booked wrongly', 'Rillet POST /invoices')
  let askAt = 0
  await wait(run, actor, invoiceId, async () => {
    if (!isDistrusted()) return true
    if (Date.now() < askAt) return null
    askAt = Date.now() + askAgainMs
    const reason = 'put right in Rillet'
    await stage.api
      .ask('POST', `${actor.at}/invoices/${invoiceId}/retry`, { reason })
      .catch(() => null)
    return null
  })
}

const believed = ['synced', 'partially_paid', 'paid']
const askAgainMs = 3_000

/** Waits until it counts as voided, as our own table says it. */
export async function untilVoided(run: Run, actor: Actor, invoiceId: string): Promise<void> {
  const isVoided = await wait(run, actor, invoiceId, async () =>
    run.watcher.seen(actor.id, invoiceId)?.state === 'voided' ? true : null,
  )
  if (isVoided === true) return
  throw new Error(`${invoiceId} did not come to voided: ${await lastSeen(run, actor, invoiceId)}`)
}

async function lastSeen({ stage, watcher }: Run, { id }: Actor, invoiceId: string) {
  const events = await stage.db
    .selectFrom('event')
    .select(['at', 'kind'])
    .where('account_id', '=', id)
    .where('invoice_id', '=', invoiceId)
    .orderBy('id', 'desc')
    .limit(12)
    .execute()
    .catch(() => [])
  const story = events
    .toReversed()
    .map(({ at, kind }) => `${at.toISOString().slice(11, 23)} ${kind}`)
  const seen = JSON.stringify(watcher.seen(id, invoiceId))
  return `${seen} [${story.join(', ')}] ${await pending(stage, `invoice/${id}/${invoiceId}`)}`
}

/** What Temporal is waiting for. */
async function pending({ temporal }: Stage, workflowId: string): Promise<string> {
  const described = await temporal.workflow
    .getHandle(workflowId)
    .describe()
    .catch(() => null)
  const activities = described?.raw.pendingActivities ?? []
  const words = activities.map(
    ({ activityType, attempt, state, lastStartedTime, lastFailure, scheduledTime }) =>
      `${activityType?.name} attempt ${attempt} state ${state} started ${clock(lastStartedTime)} due ${clock(scheduledTime)}: ${lastFailure?.message}`,
  )
  return `${described?.status.name}, ${described?.historyLength} events; ${words.join('; ')}`
}

const clock = (time: { seconds?: unknown } | null | undefined): string =>
  time?.seconds ? new Date(Number(time.seconds) * 1_000).toISOString().slice(11, 19) : '–'

/** Nothing is sent again meanwhile: what a vendor dropped or gave up, the sweeps find. */
async function wait<T>(
  run: Run,
  actor: Actor,
  invoiceId: string,
  ask: () => Promise<T | null>,
): Promise<T | null> {
  const startedMs = Date.now()
  let sweepAt = startedMs + sweepEveryMs
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (run.isTooLate(startedMs)) return null
    await answerQuestion(run, actor, invoiceId)
    if (Date.now() > sweepAt) {
      await sweep(run, actor)
      sweepAt = Date.now() + sweepEveryMs
    }
    await pause(everyMs)
  }
}

/** One of a kind runs at a time: somebody else's will do. */
async function sweep({ stage, tally, losers }: Run, { at }: Actor): Promise<void> {
  for (const vendor of losers) {
    const kind = vendor === 'sequence' ? 'sequence' : 'changes'
    const { status } = await stage.api
      .ask('POST', `${at}/sweeps/${kind}/run`)
      .catch(() => ({ status: 0 }))
    if (status >= 200 && status < 300) tally.sweeps += 1
  }
}

/** A person books what a sweep asks about; nobody may be asked of what a webhook told of. */
async function answerQuestion({ stage, watcher, tally }: Run, actor: Actor, invoiceId: string) {
  const seen = watcher.seen(actor.id, invoiceId)
  if (seen?.state !== 'excluded') return
  const row = await stage.db
    .selectFrom('invoice')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('inbox')
          .select('inbox.id')
          .whereRef('inbox.account_id', '=', 'invoice.account_id')
          .whereRef('inbox.resource_id', '=', 'invoice.invoice_id')
          .where('inbox.status', '=', 'handed_over'),
      ).as('isTold'),
    )
    .where('account_id', '=', actor.id)
    .where('invoice_id', '=', invoiceId)
    .where('state', '=', 'excluded')
    .executeTakeFirst()
    .catch(() => undefined)
  if (row === undefined) return
  if (row.isTold) throw new Error(`${invoiceId} is asked about, and a webhook told of it`)
  const reason = 'its webhooks were lost'
  const { status } = await stage.api
    .ask('POST', `${actor.at}/invoices/${invoiceId}/retry`, { reason })
    .catch(() => ({ status: 0 }))
  if (status >= 200 && status < 300) tally.asked += 1
}
