import { z } from 'zod'
import type { Api } from './api.ts'
import type { Account, Session, Subsidiary } from './model.ts'
import { parseQuery } from './parse.ts'
import { invalid, notFound, refused, relatedMissing } from './refusal.ts'
import { Country, Instant } from './wire.ts'

/** What an organization has and only people change: itself, subsidiaries, accounts, tax rates. */
export function directoryRoutes(api: Api): void {
  api('GET', '/api-key', ({ organization }, { readOnly }) => ({
    organization_id: organization.id,
    read_only: readOnly,
  }))
  api('GET', '/organizations/self', ({ organization }) => {
    const { id, currency, timezone, trade_name } = organization
    return { id, currency, timezone, trade_name }
  })
  api('GET', '/subsidiaries', ({ organization }) => ({ subsidiaries: organization.subsidiaries }))
  api('GET', '/subsidiaries/:subsidiary_id', ({ organization }, { ids }) => {
    const found = organization.subsidiaries.find(({ id }) => id === ids['subsidiary_id'])
    if (found === undefined) throw notFound('The subsidiary')
    return found
  })
  api('GET', '/accounts', ({ organization }, { query }) => {
    const after = parseQuery(z.object({ 'updated.gt': Instant.optional() }), query)['updated.gt']
    const accounts = organization.accounts.filter(
      ({ updated_at }) => after === undefined || Date.parse(updated_at) > Date.parse(after),
    )
    return { accounts }
  })
  api('GET', '/tax-rates', ({ organization }, { query }) => {
    const { country } = parseQuery(z.object({ country: Country.optional() }), query)
    const rates = organization.taxRates.filter((rate) => !country || rate.country === country)
    return { tax_rates: rates }
  })
}

/** The subsidiary that a document belongs to; without an id the first, if the switch allows. */
export function subsidiaryOf({ world, organization }: Session, id: string | undefined): Subsidiary {
  if (id === undefined && world.switches().subsidiaryOmitted === 'refused') {
    throw invalid({ field: 'subsidiary_id', message: 'must not be null' })
  }
  const found = organization.subsidiaries.find((one) => id === undefined || one.id === id)
  if (found === undefined) throw relatedMissing('subsidiary', id ?? '')
  return found
}

/** The active account of that code. */
export function accountOf({ organization }: Session, code: string): Account {
  const found = organization.accounts.find((account) => account.code === code)
  if (found === undefined) throw refused('account_not_found', `No account has code ${code}.`)
  if (found.status === 'INACTIVE') throw refused('account_inactive', `Account ${code} is inactive.`)
  return found
}

/** Tax needs somewhere to be booked. */
export function assertTaxAccount({ world, organization }: Session): void {
  if (world.switches().taxNeedsLiabilityAccount === 'off') return
  const found = organization.accounts.some(
    ({ subtype, status }) => subtype === 'Sales Tax Liability' && status === 'ACTIVE',
  )
  if (found) return
  throw refused('sales_tax_account_missing', 'Tax needs an account of subtype Sales Tax Liability.')
}
