import type { z } from 'zod'
import { NotFoundError, RefusedError } from '../clients/errors.ts'
import type { Customer } from '../clients/sequence/schemas.ts'
import { sourceCustomer } from '../clients/sequence/source-customer.ts'
import { mapCustomer } from '../domain/customer.ts'
import { baseOf, type CustomerBase } from '../domain/customer-merge.ts'
import type { PersonLink } from '../store/person-links.ts'
import type { ConnectionRow } from '../store/schema.ts'
import type { ApiDeps } from './deps.ts'
import { learnCurrency } from './learn-currency.ts'
import { ApiError } from './problem.ts'
import type { LinkBody } from './schemas/things.ts'
import type { Kind } from './things.ts'

export type Wish = {
  row: ConnectionRow
  kind: Kind
  sourceId: string
  body: z.infer<typeof LinkBody>
}

/**
 * A link whose two ends were both found, with a customer's currency as given or learnt. Throws
 * `not_in_rillet` or `not_in_sequence`.
 */
export async function checkedLink(
  { db, vendors, publicUrl }: ApiDeps,
  { row, kind, sourceId, body: { rilletId, currency } }: Wish,
): Promise<Omit<PersonLink, 'actor'>> {
  const { account_id: accountId, organization_id: organizationId } = row
  const rillet = await vendors.rillet(accountId)
  const sequence = await vendors.sequence(accountId)
  if (organizationId === null) throw new ApiError('not_connected')

  const theirs = await (kind === 'customer'
    ? rillet.getCustomer(rilletId)
    : rillet.getProduct(rilletId)
  ).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error
    throw new ApiError('not_in_rillet', undefined, [
      { field: 'body.rilletId', message: `Rillet has no such ${kind}: choose one of its own.` },
    ])
  })
  const ours = await (kind === 'customer'
    ? sequence.getCustomer(sourceId)
    : sequence.getProduct(sourceId)
  ).catch((error: unknown) => {
    if (!(error instanceof RefusedError)) throw error
    throw new ApiError('not_in_sequence', undefined, [
      { field: 'path.id', message: `Sequence has no such ${kind}: mend the id.` },
    ])
  })
  const source = 'legalName' in ours ? ours.legalName : ours.name
  const names = { source, rillet: theirs.name }
  const learns = kind === 'customer' && currency === undefined
  const known = learns ? await learnCurrency(db, rillet, { accountId, rilletId }) : currency
  const base = 'legalName' in ours ? customerBase(ours, publicUrl) : null
  const link = { accountId, kind, sourceId, organizationId, rilletId, names, base }
  return { ...link, currency: kind === 'customer' ? (known ?? null) : null }
}

/** Null when it lacks what Rillet wants: the first edit after that is where changes are told from. */
function customerBase(customer: Customer, publicUrl: string): CustomerBase | null {
  const mapped = mapCustomer({ customer: sourceCustomer(customer), publicUrl })
  return mapped.ok ? baseOf(mapped.value) : null
}
