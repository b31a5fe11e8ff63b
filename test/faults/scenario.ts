import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../support/http.ts'
import { giveCredit } from './credit.ts'
import { injectFaults } from './inject.ts'
import { payIn } from './payments.ts'
import type { InvoicePlan, Plan } from './plan.ts'
import type { Actor } from './stage/cast.ts'
import type { Stage } from './stage/start.ts'
import type { Watcher } from './stage/watcher.ts'
import type { Tally } from './tally.ts'
import { untilFinal, untilInRillet, untilVoided } from './until-final.ts'

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
  const mended = breakSetup(run, plan, actor)
  const failures: string[] = []
  const invoices = await Promise.all(
    plan.invoices.map((invoice, index) =>
      playInvoice(run, actor, { invoice, invoiceId: props.drafts[index]! }).catch(
        (error: unknown) => {
          failures.push(error instanceof Error ? error.message : String(error))
          return { ...nowhere, invoiceId: props.drafts[index]! }
        },
      ),
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

/** Customer, products and drafts, as people make them; nothing is broken yet. */
async function prepare(run: Run, plan: Plan, actor: Actor) {
  const { stage, canaries } = run
  const name = `canary ${crypto.randomUUID()}`
  const email = `${crypto.randomUUID()}@canary.example.com`
  canaries.add(name).add(email)
  const customer = await actor.sequence.post('/customers', {
    legalName: name,
    address,
    taxStatus: plan.taxStatus,
    contacts: [{ name: 'Ann', email, billingPreference: 'PRIMARY' }],
  })
  const link = async () => {
    const { id: rilletId } = await actor.rillet.post('/customers', { name })
    await insist(() =>
      stage.api.ask('PUT', `${actor.at}/customers/${customer.id}/link`, { rilletId }),
    )
  }
  const products = await Promise.all(plan.products.map((linked) => product(run, actor, linked)))
  if (plan.linkedAfterMs === null) await link()
  const linked =
    plan.linkedAfterMs === null ? Promise.resolve() : pause(plan.linkedAfterMs).then(link)

  const drafts = await Promise.all(
    plan.invoices.map(({ currency, lines }) =>
      actor.draft({
        customerId: customer.id,
        currency,
        lines: lines.map(({ product, ...line }) => ({
          ...line,
          productId: product === null ? null : products[product],
        })),
      }),
    ),
  )
  return { drafts, linked }
}

/** Our type of external references is missing in Rillet for a while: every create is refused, for good. */
async function breakSetup({ stage }: Run, { mendedAfterMs }: Plan, actor: Actor): Promise<void> {
  if (mendedAfterMs === null) return
  const type = `/_sandbox/organizations/${actor.organization.id}/reference-types/sequencehq`
  await stage.rillet.ask('DELETE', type)
  await pause(mendedAfterMs)
  await stage.rillet.put(type, { restricted: true })
}

async function product({ stage }: Run, actor: Actor, linked: boolean): Promise<string> {
  const { id } = await actor.newProduct(`Product ${crypto.randomUUID()}`)
  if (linked) {
    const { id: rilletId } = await actor.rillet.post('/products', {
      name: `Product ${id}`,
      description: 'by hand',
      price: { type: 'ONE_TIME', amount: { amount: '0', currency: 'USD' } },
      include_in_arr_mrr: false,
      revenue_pattern: 'DAILY',
      account_code: '4000',
    })
    await insist(() => stage.api.ask('PUT', `${actor.at}/products/${id}/link`, { rilletId }))
  }
  return id
}

const address = {
  line1: '1 Main St',
  town: 'New York',
  state: 'NY',
  postcode: '10001',
  country: 'US',
}

/** A person asks again while our api, or what it stands on, is away. */
async function insist(ask: () => Promise<{ status: number; body: Json }>): Promise<Json> {
  const deadline = Date.now() + 90_000
  for (;;) {
    const answer = await ask().catch((error: unknown) => ({ status: 0, body: String(error) }))
    if (answer.status >= 200 && answer.status < 300) return answer.body
    const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 429
    if (isFinal || Date.now() > deadline) {
      throw new Error(`a person was refused: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    await pause(250)
  }
}

type Part = { invoice: InvoicePlan; invoiceId: string }

const nowhere = { rilletId: null, isVoided: false, noteId: null }

async function playInvoice(run: Run, actor: Actor, { invoice, invoiceId }: Part): Promise<Played> {
  await pause(invoice.afterMs)
  await actor.sequence.post(`/invoices/${invoiceId}/${invoice.move}`)
  try {
    const rilletId = await untilInRillet(run, actor, invoiceId)
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
