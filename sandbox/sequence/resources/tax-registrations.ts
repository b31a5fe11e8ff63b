import { z } from 'zod'
import type { TaxRegistration } from '../model/customer.ts'
import { badRequest } from '../refusal.ts'
import { Country, Id, State, Text } from '../wire/common.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import type { Session } from '../world.ts'
import { getCustomer } from './customers.ts'

const CreateTaxRegistration = z.strictObject({
  taxIdentifier: Text,
  country: Country,
  state: State.nullish(),
  customerId: Id.nullish(),
  merchantId: Id.nullish(),
})

/** For a customer or a merchant; one of them must be named. */
export function createTaxRegistration(session: Session, body: unknown) {
  const asked = parse(session, CreateTaxRegistration, body)
  const customerId = asked.customerId ?? null
  const merchantId = asked.merchantId ?? null
  if ((customerId === null) === (merchantId === null)) {
    throw badRequest('either customerId or merchantId is needed', 'customerId')
  }
  if (customerId !== null) getCustomer(session, customerId)
  const id = session.newId()
  const { taxIdentifier, country } = asked
  const made = { id, taxIdentifier, country, customerId, merchantId, state: asked.state ?? null }
  session.account.taxRegistrations[id] = made
  return viewTaxRegistration(session, made)
}

export function listTaxRegistrations(session: Session, customerId: string, query: Query) {
  getCustomer(session, customerId)
  const items = registrationsOf(session, customerId)
  const view = (item: TaxRegistration) => viewTaxRegistration(session, item)
  return page(session, query, { items, sortable: false, view })
}

/** What an invoice shows as the buyer's tax id. */
export const taxIdOf = (session: Session, customerId: string): string | null =>
  registrationsOf(session, customerId).at(0)?.taxIdentifier ?? null

const registrationsOf = ({ account }: Session, customerId: string): TaxRegistration[] =>
  Object.values(account.taxRegistrations).filter((item) => item.customerId === customerId)

const viewTaxRegistration = ({ account }: Session, item: TaxRegistration) =>
  present({ ...item, sequenceAccountId: account.id })
