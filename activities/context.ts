import type { SyncContext } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { connectionHealth, findConnection, settingsOf } from '../store/connection.ts'
import { customerLink, productLinks } from '../store/link.ts'

export type ContextQuestion = { customerId: string; productIds: string[] }

/** The links and settings that decide about an invoice, as Postgres has them now. */
export async function loadContext(
  db: Db,
  accountId: string,
  { customerId, productIds }: ContextQuestion,
): Promise<SyncContext> {
  const row = await findConnection(db, accountId)
  const organizationId = row?.organization_id ?? null
  const known = {
    settings: settingsOf(row),
    connection: connectionHealth(row),
  }
  if (organizationId === null) return { ...known, customer: null, products: {} }
  const [customer, products] = await Promise.all([
    customerLink(db, accountId, organizationId, customerId),
    productLinks(db, accountId, organizationId, productIds),
  ])
  return { ...known, customer, products }
}

/** What the lines of an invoice ask of the links, each product once. */
export const questionOf = ({ customerId, lines }: Asking): ContextQuestion => ({
  customerId,
  productIds: [
    ...new Set(lines.flatMap(({ productId }) => (productId === null ? [] : [productId]))),
  ],
})

/** Rillet's ids of those products that are linked. */
export const linkedProducts = ({
  products,
}: Pick<SyncContext, 'products'>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(products).flatMap(([id, { rilletId }]) =>
      rilletId === null ? [] : [[id, rilletId]],
    ),
  )

type Asking = { customerId: string; lines: { productId: string | null }[] }
