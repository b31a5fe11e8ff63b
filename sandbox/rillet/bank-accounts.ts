import { z } from 'zod'
import type { Api } from './api.ts'
import { accountOf, subsidiaryOf } from './directory.ts'
import type { BankAccount, Session } from './model.ts'
import { parseBody, parseQuery } from './parse.ts'
import { notFound, refused } from './refusal.ts'
import { present } from './view.ts'
import { Currency, Day, NotBlank, Uuid } from './wire.ts'

const CreateBankAccount = z.strictObject({
  name: NotBlank,
  currency: Currency,
  bank_name: NotBlank,
  subsidiary_id: Uuid,
  account_code: NotBlank,
  mask: z.string().optional(),
  transactions_start_date: Day.optional(),
})

/** The list's key is `accounts`. */
export function bankAccountRoutes(api: Api): void {
  api('GET', '/bank-accounts', ({ organization }, { query }) => {
    const wanted = parseQuery(z.object({ subsidiary_id: Uuid.optional() }), query).subsidiary_id
    const accounts = organization.bankAccounts.filter(
      ({ subsidiary_id }) => wanted === undefined || subsidiary_id === wanted,
    )
    return { accounts: accounts.map(present) }
  })
  api('POST', '/bank-accounts', (session, { body }) => {
    const {
      mask = null,
      transactions_start_date = null,
      ...request
    } = parseBody(session.world, CreateBankAccount, body)
    subsidiaryOf(session, request.subsidiary_id)
    if (!isCash(accountOf(session, request.account_code).subtype)) {
      throw refused('invalid_account', `Account ${request.account_code} is not a cash account.`)
    }
    const account: BankAccount = {
      id: session.world.newId(),
      ...request,
      mask,
      transactions_start_date,
      status: 'ACTIVE',
    }
    session.organization.bankAccounts.push(account)
    return present(account)
  })
  api('GET', '/bank-accounts/:bank_account_id', (session, { ids }) =>
    present(bankAccountOf(session, ids['bank_account_id'])),
  )
  api('DELETE', '/bank-accounts/:bank_account_id', (session, { ids }) => {
    const account = bankAccountOf(session, ids['bank_account_id'])
    session.organization.bankAccounts = session.organization.bankAccounts.filter(
      (one) => one !== account,
    )
  })
}

/** Whether money can be received in an account of that subtype. */
export const isCash = (subtype: string): boolean => subtype === 'Bank' || subtype === 'Cash'

function bankAccountOf({ organization }: Session, id: string | undefined): BankAccount {
  const account = organization.bankAccounts.find((one) => one.id === id)
  if (account === undefined) throw notFound('The bank account')
  return account
}
