import { setTimeout as pause } from 'node:timers/promises'
import { giveCredit } from './credit.ts'
import { injectFaults } from './inject.ts'
import { payIn } from './payments.ts'
import type { InvoicePlan, Plan } from './plan.ts'
import { prepare } from './props.ts'
import type { Actor } from './stage/cast.ts'
import type { Stage } from './stage/start.ts'
import type { Watcher } from './stage/watcher.ts'
import type { Tally } from './tally.ts'
import { untilFinal, untilInRillet, untilPutRight, untilVoided } from './until-final.ts'

export type Run = {
  stage: Stage
  watcher: Watcher
  tally: Tally
  canaries: Set<string>
  /** Vendors that drop webhooks of this scenario for good. */
  losers: ReadonlySet<'rillet' | 'sequence'>
  /** Whether what was begun then (epoch milliseconds) should have come to its end by now. */
  isTooLate: (startedMs: number) => boolean
}

/** Longer than the loss of a worker takes to be noticed, several times. */
export const patienceMs = Number(process.env['FAULTS_PATIENCE_MS'] ?? 420_000)

/** How an invoice ended: what was voided is nowhere in Rillet any more. */
export type Played = {
  invoiceId: string
  rilletId: string | null
  isVoided: boolean
  noteId: string | null
}

export type Outcome = {
  seed: number
  accountId: string
  organizationId: string
  invoices: Played[]
  /** What never came to be; empty when all is well. */
  failures: string[]
  ms: number
}

/** Plays one plan on one account, until every invoice is where it belongs. */
export async function playScenario(all: Run, plan: Plan, actor: Actor): Promise<Outcome> {
  const dropped = plan.faults.filter(({ kind }) => kind === 'delivery dropped')
  const run = { ...all, losers: new Set(dropped.map(({ point }) => point.vendor)) }
  const startedMs = Date.now()
  const props = await prepare(run, plan, actor)
  const faults = await injectFaults(run, plan, actor)
  const mended = breakSetup(run, plan, { actor, drafts: props.drafts })
  const failures: string[] = []
  const invoices = await Promise.all(
    plan.invoices.map((invoice, index) =>
      playInvoice(run, actor, {
        invoice,
        invoiceId: props.drafts[index]!,
        misbooked: plan.misbooked && index === 0,
      }).catch((error: unknown) => {
        failures.push(error instanceof Error ? error.message : String(error))
        return { ...nowhere, invoiceId: props.drafts[index]! }
      }),
    ),
  )
  await Promise.all([props.linked, mended]).catch((error: unknown) => {
    failures.push(String(error))
  })
  await faults.remove()
  return {
    seed: plan.seed,
    accountId: actor.id,
    organizationId: actor.organization.id,
    invoices,
    failures,
    ms: Date.now() - startedMs,
  }
}

/**
 * Our type of external references is missing in Rillet until an invoice is held by it, and a while longer: its
 * create was refused for good, and the refusal is kept under its key.
 */
async function breakSetup(
  { stage, watcher }: Run,
  { mendedAfterMs }: Plan,
  { actor, drafts }: { actor: Actor; drafts: string[] },
): Promise<void> {
  if (mendedAfterMs === null) return
  const type = `/_sandbox/organizations/${actor.organization.id}/reference-types/sequencehq`
  await stage.rillet.ask('DELETE', type)
  const deadline = Date.now() + refusedWithinMs
  const isHeld = () =>
    drafts.some((id) => watcher.seen(actor.id, id)?.codes.includes('missing_setup'))
  while (!isHeld() && Date.now() < deadline) await pause(100)
  for (const id of drafts) watcher.forget(id)
  await pause(mendedAfterMs)
  await stage.rillet.put(type, { restricted: true })
}

/** An invoice whose webhooks are lost may not come so far: then it is mended all the same. */
const refusedWithinMs = 15_000

type Part = { invoice: InvoicePlan; invoiceId: string; misbooked: boolean }

const nowhere = { rilletId: null, isVoided: false, noteId: null }

async function playInvoice(
  run: Run,
  actor: Actor,
  { invoice, invoiceId, misbooked }: Part,
): Promise<Played> {
  if (misbooked) {
    const path = `/_sandbox/organizations/${actor.organization.id}/misbookings`
    await run.stage.rillet.post(path, { reference: invoiceId })
  }
  await pause(invoice.afterMs)
  await actor.sequence.post(`/invoices/${invoiceId}/${invoice.move}`)
  try {
    const rilletId = await untilInRillet(run, actor, invoiceId)
    if (misbooked) await untilPutRight(run, actor, { invoiceId, rilletId })
    const { currency, ending } = invoice
    if (ending === 'voided') {
      await actor.sequence.post(`/invoices/${invoiceId}/void`)
      await untilVoided(run, actor, invoiceId)
      return { ...nowhere, invoiceId, isVoided: true }
    }
    const known = { invoiceId, rilletId, currency }
    const credit = ending === 'credited' ? await giveCredit(run, actor, known) : null
    await payIn({ stage: run.stage, actor }, { rilletId, plan: invoice })
    await untilFinal(run, actor, { ...known, memoId: credit?.memoId ?? null })
    return { invoiceId, rilletId, isVoided: false, noteId: credit?.noteId ?? null }
  } finally {
    run.watcher.forget(invoiceId)
  }
}
