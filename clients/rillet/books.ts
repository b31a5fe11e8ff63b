import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { type Call, type CallOptions, Ignored } from '../http.ts'
import { Account, BankAccount, ClosedPeriod, Organization, TaxRate } from './schemas.ts'

const Subsidiaries = z.object({ subsidiaries: z.array(Organization) })
const Accounts = z.object({ accounts: z.array(Account) })
const TaxRates = z.object({ tax_rates: z.array(TaxRate) })
/** Their list is called `accounts` too. */
const BankAccounts = z.object({ accounts: z.array(BankAccount) })

/** The organization and its books: read only, and the same for a while. */
export const booksCalls = (call: Call) => ({
  /** Resolves if the key is good; throws `AccessError` if not. */
  checkKey: (options?: CallOptions): Promise<void> =>
    call({ ...options, method: 'GET', path: '/api-key', response: Ignored }),

  organization: (options?: CallOptions): Promise<Organization> =>
    call({ ...options, method: 'GET', path: '/organizations/self', response: Organization }),

  subsidiaries: async (options?: CallOptions): Promise<Organization[]> =>
    (await call({ ...options, method: 'GET', path: '/subsidiaries', response: Subsidiaries }))
      .subsidiaries,

  accounts: async (options?: CallOptions): Promise<Account[]> =>
    (await call({ ...options, method: 'GET', path: '/accounts', response: Accounts })).accounts,

  /** Null when no period was ever closed. */
  lastClosedPeriod: async (options?: CallOptions): Promise<ClosedPeriod | null> => {
    const path = '/books/periods/last-closed'
    try {
      return await call({ ...options, method: 'GET', path, response: ClosedPeriod })
    } catch (error) {
      if (error instanceof NotFoundError) return null
      throw error
    }
  },

  taxRates: async (options?: CallOptions): Promise<TaxRate[]> =>
    (await call({ ...options, method: 'GET', path: '/tax-rates', response: TaxRates })).tax_rates,

  bankAccounts: async (options?: CallOptions): Promise<BankAccount[]> =>
    (await call({ ...options, method: 'GET', path: '/bank-accounts', response: BankAccounts }))
      .accounts,
})
