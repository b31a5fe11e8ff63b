import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../support/http.ts'
import type { Plan } from './plan.ts'
import type { Run } from './scenario.ts'
import type { Actor } from './stage/cast.ts'

/** Customer, products and drafts, as people make them; nothing is broken yet. */
export async function prepare(run: Run, plan: Plan, actor: Actor) {
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
