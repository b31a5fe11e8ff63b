import type { RilletClient } from '../clients/rillet/client.ts'
import type { SequenceClient } from '../clients/sequence/client.ts'
import { sourceCustomer } from '../clients/sequence/source-customer.ts'
import { mapCustomer } from '../domain/customer.ts'
import { baseOf, type CustomerBase } from '../domain/customer-merge.ts'
import { REFERENCE_TYPE } from '../domain/ids.ts'
import type { Problem, Settings } from '../domain/model.ts'
import { mapProduct } from '../domain/product.ts'
import { referencedId } from '../domain/references.ts'
import type { Mapping } from '../domain/result.ts'

export type ThingInput = {
  sourceId: string
  currency: string | null
  settings: Settings
  publicUrl: string
}

type Made = { id: string; name: string }
type Send = (key: string, beforeSend: () => Promise<void>) => Promise<Made>
/** `name`: what Sequence calls it; `base`: what later edits of a customer are told from. */
export type Plan =
  | {
      ok: true
      name: string
      base: CustomerBase | null
      send: Send
      find: () => Promise<Made | null>
      /** By its id in Rillet. */
      read: (rilletId: string) => Promise<Made>
    }
  | { ok: false; problems: Problem[] }

/** How each kind is read in Sequence, sent to Rillet, and found there again. */
export const thingKinds = {
  customer: async (
    sequence: SequenceClient,
    rillet: RilletClient,
    { sourceId, publicUrl }: ThingInput,
  ): Promise<Plan> => {
    const [customer, registrations] = await Promise.all([
      sequence.getCustomer(sourceId),
      sequence.taxRegistrations(sourceId),
    ])
    const mapped = mapCustomer({
      customer: sourceCustomer(
        customer,
        registrations.map(({ taxIdentifier }) => taxIdentifier),
      ),
      publicUrl,
    })
    return plan(mapped, {
      name: customer.legalName,
      base: baseOf,
      send: (body) => (key, beforeSend) => rillet.createCustomer(body, key, { beforeSend }),
      find: async () => {
        const reference = { type: REFERENCE_TYPE, id: sourceId }
        const { items } = await rillet.listCustomers({ reference })
        return items.find((one) => referencedId(one.external_references) === sourceId) ?? null
      },
      read: (rilletId) => rillet.getCustomer(rilletId),
    })
  },

  product: async (
    sequence: SequenceClient,
    rillet: RilletClient,
    { sourceId, currency, settings, publicUrl }: ThingInput,
  ): Promise<Plan> => {
    const product = await sequence.getProduct(sourceId)
    const mapped = mapProduct({
      product,
      currency: currency ?? settings.subsidiaryCurrency ?? '',
      settings,
      publicUrl,
    })
    return plan(mapped, {
      name: product.name,
      base: () => null,
      send: (body) => (key, beforeSend) => rillet.createProduct(body, key, { beforeSend }),
      find: async () => {
        for await (const one of rillet.allProducts()) {
          if (referencedId(one.external_references) === sourceId) return one
        }
        return null
      },
      read: (rilletId) => rillet.getProduct(rilletId),
    })
  },
} as const

type Acts<T> = {
  name: string
  base: (body: T) => CustomerBase | null
  send: (body: T) => Send
  find: () => Promise<Made | null>
  read: (rilletId: string) => Promise<Made>
}

const plan = <T>(mapped: Mapping<T>, { name, base, send, find, read }: Acts<T>): Plan =>
  mapped.ok
    ? { ok: true, name, base: base(mapped.value), send: send(mapped.value), find, read }
    : { ok: false, problems: mapped.problems }
