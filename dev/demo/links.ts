import type { AccountKey } from './accounts.ts'
import { customersOf } from './customers.ts'
import { DemoError } from './http.ts'
import { Anything, RilletThings, Things } from './operator.ts'
import { poll } from './poll.ts'
import { productsOf } from './products.ts'
import type { StagedAccount } from './stage.ts'

type Kind = 'customers' | 'products'
type Where = { account: StagedAccount; kind: Kind; deadline: number }

/** Links and creates what is to be known before the first invoice; the rest is left for the sync. */
export async function linkAll(
  key: AccountKey,
  account: StagedAccount,
  deadline: number,
): Promise<void> {
  const customers = { account, kind: 'customers', deadline } as const
  const unlinked = await unlinkedOf(customers)
  for (const { key: ours, name, link, currency } of customersOf(key)) {
    const id = account.sequence.customers[ours] ?? ''
    if (!unlinked.has(id) || link === 'later') continue
    if (link === 'search') await linkByName(customers, { id, name, currency })
    if (link === 'create') await createInRillet(customers, { id, currency })
  }
  const products = { account, kind: 'products', deadline } as const
  const unmapped = await unlinkedOf(products)
  for (const { key: ours, name, link } of productsOf(key)) {
    const id = account.sequence.products[ours] ?? ''
    if (!unmapped.has(id)) continue
    if (link === 'choose') await linkByName(products, { id, name, currency: null })
    if (link === 'create') await createInRillet(products, { id, currency: null })
  }
}

/** Searches Rillet by name and links what is found, as an operator does. A null currency is not given. */
export async function linkByName(
  { account: { operator }, kind }: Pick<Where, 'account' | 'kind'>,
  { id, name, currency }: { id: string; name: string; currency: string | null },
): Promise<void> {
  const found = await operator.get(
    `/rillet/${kind}?search=${encodeURIComponent(name)}`,
    RilletThings,
  )
  const same = found.items.filter((one) => one.name === name)
  const [only] = same
  if (only === undefined || same.length > 1) {
    throw new DemoError(`Rillet shows ${same.length} ${kind} named ${name}`)
  }
  const body = { rilletId: only.id, ...(currency === null ? {} : { currency }) }
  await operator.send({ method: 'PUT', path: `/${kind}/${id}/link`, body }, Anything)
}

/** Ids of what Sequence has and nobody linked yet. */
export async function unlinkedOf({
  account,
  kind,
}: Pick<Where, 'account' | 'kind'>): Promise<Set<string>> {
  const { items } = await account.operator.get(`/${kind}?limit=100`, Things)
  return new Set(items.filter(({ link }) => link === null).map(({ id }) => id))
}

type Created = { id: string; currency: string | null }

async function createInRillet(where: Where, { id, currency }: Created): Promise<void> {
  const { account, kind, deadline } = where
  const { operator } = account
  await operator.send({ method: 'POST', path: `/${kind}/${id}/create` }, Anything)
  await poll({
    wanted: `one of the ${kind} to be created in Rillet`,
    ask: () => unlinkedOf(where),
    isThere: (unlinked) => !unlinked.has(id),
    describe: () => 'it is not linked yet',
    deadline,
  })
  if (currency === null) return
  const call = { method: 'PATCH', path: `/${kind}/${id}/link`, body: { currency } } as const
  await operator.send(call, Anything)
}
