import { z } from 'zod'
import type { Account } from '../model/account.ts'
import type { TaxCategory } from '../model/catalogue.ts'
import { badRequest } from '../refusal.ts'
import { newAccount } from '../seed.ts'
import { Country, Id, Text } from '../wire/common.ts'
import { parse } from '../wire/parse.ts'
import type { Session, World } from '../world.ts'

const NewAccount = z.strictObject({
  id: Id.optional(),
  companyName: Text.optional(),
  companyNumber: Text.optional(),
  country: Country.optional(),
  clientId: Text.optional(),
  clientSecret: Text.optional(),
  paymentTermDays: z.int().min(0).max(3_650).optional(),
})

/** A further legal entity with its own key; answers with the secret. */
export function createAccount(world: World, body: unknown) {
  const asked = parse(world, NewAccount, body ?? {})
  const known = Object.values(world.state.accounts)
  if (known.some(({ id, clientId }) => id === asked.id || clientId === asked.clientId)) {
    throw badRequest('id or clientId is taken')
  }
  const account = newAccount(asked, world.newId, world.now())
  world.state.accounts[account.id] = account
  return credentialsOf(account)
}

const Credentials = z.strictObject({ clientId: Text.optional(), clientSecret: Text.optional() })

/** Replaces the key: the old one is refused from now on. */
export function changeCredentials(session: Session, body: unknown) {
  const { clientId, clientSecret } = parse(session, Credentials, body)
  if (clientId !== undefined) session.account.clientId = clientId
  if (clientSecret !== undefined) session.account.clientSecret = clientSecret
  return credentialsOf(session.account)
}

export const credentialsOf = ({ id, companyName, clientId, clientSecret }: Account) => ({
  id,
  companyName,
  clientId,
  clientSecret,
})

const NewTaxCategory = z.strictObject({ id: Id.optional(), name: Text })

/** The API of this version cannot make one. */
export function createTaxCategory(session: Session, body: unknown): TaxCategory {
  const { id = session.newId(), name } = parse(session, NewTaxCategory, body)
  const { taxCategories } = session.account
  if (Object.hasOwn(taxCategories, id)) throw badRequest('id is taken')
  taxCategories[id] = { id, name }
  return { id, name }
}
