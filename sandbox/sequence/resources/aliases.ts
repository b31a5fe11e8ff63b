import { z } from 'zod'
import type { Alias, Customer } from '../model/customer.ts'
import { badRequest } from '../refusal.ts'
import { Id, Text } from '../wire/common.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import { existing, missing, type Session } from '../world.ts'

const CreateAlias = z.strictObject({ customerId: Id, value: Text, label: z.string().nullish() })
const UpdateAlias = z.strictObject({ label: z.string().nullish() })

/** Aliases are unique over the whole account, and over customers' own ids. */
export function requireFreeAlias(session: Session, value: string): void {
  if (liveAlias(session, value) !== undefined || Object.hasOwn(session.account.customers, value)) {
    throw badRequest(`alias ${value} is already in use`, 'value')
  }
}

export function addAlias(
  { account, now, newId }: Session,
  customerId: string,
  value: string,
): Alias {
  const id = newId()
  const createdAt = now().toISOString()
  const alias: Alias = { id, customerId, value, label: null, createdAt, deletedAt: null }
  account.aliases[id] = alias
  return alias
}

/** The customer's own id is a valid alias too. */
export function customerByAlias(session: Session, value: string): Customer {
  const { customers } = session.account
  const id = liveAlias(session, value)?.customerId ?? value
  const customer = Object.hasOwn(customers, id) ? customers[id] : undefined
  if (customer === undefined) throw missing(session, `customer with the alias ${value}`)
  return customer
}

export function aliasesOf({ account }: Session, customerId: string): Alias[] {
  return Object.values(account.aliases).filter(
    (alias) => alias.customerId === customerId && alias.deletedAt === null,
  )
}

export function listAliases(session: Session, query: Query) {
  const items = Object.values(session.account.aliases).filter(
    (alias) =>
      alias.deletedAt === null && (query['value'] === undefined || alias.value === query['value']),
  )
  return page(session, query, {
    items,
    sortable: false,
    view: (alias) => viewAlias(session, alias),
  })
}

export function createAlias(session: Session, body: unknown): Alias {
  const { customerId, value, label } = parse(session, CreateAlias, body)
  existing(session, session.account.customers, customerId, 'customer')
  requireFreeAlias(session, value)
  const alias = addAlias(session, customerId, value)
  alias.label = label ?? null
  return alias
}

export function updateAlias(session: Session, id: string, body: unknown): Alias {
  const alias = existing(session, session.account.aliases, id, 'customer alias')
  alias.label = parse(session, UpdateAlias, body).label ?? null
  return alias
}

export function deleteAlias(session: Session, id: string): Alias {
  const alias = existing(session, session.account.aliases, id, 'customer alias')
  if (alias.deletedAt !== null) throw missing(session, `customer alias ${id}`)
  alias.deletedAt = session.now().toISOString()
  return alias
}

export const viewAlias = ({ account }: Session, alias: Alias) =>
  present({ ...alias, sequenceAccountId: account.id })

function liveAlias({ account }: Session, value: string): Alias | undefined {
  return Object.values(account.aliases).find(
    (alias) => alias.value === value && alias.deletedAt === null,
  )
}
