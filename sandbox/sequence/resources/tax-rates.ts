import Big from 'big.js'
import { z } from 'zod'
import type { TaxRate } from '../model/catalogue.ts'
import { badRequest } from '../refusal.ts'
import { Country, Decimal, Id, Text } from '../wire/common.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { present } from '../wire/shape.ts'
import { existing, type Session } from '../world.ts'

const TaxRateRequest = z.strictObject({
  name: Text,
  invoiceName: Text,
  invoiceShortName: Text,
  description: z.string().nullish(),
  amount: Decimal,
  country: Country,
  region: z.string().nullish(),
  taxCategoryId: Id.nullish(),
  isPublished: z.boolean(),
})
const UpdateTaxRate = TaxRateRequest.extend({ id: Id })

export function createTaxRate(session: Session, body: unknown): TaxRate {
  const asked = fields(session, parse(session, TaxRateRequest, body))
  const id = session.newId()
  const made = { id, ...asked, ...stamp(session, 1), isArchived: false }
  session.account.taxRates[id] = made
  return made
}

/** The body repeats the id; each change makes a new version. */
export function updateTaxRate(session: Session, id: string, body: unknown): TaxRate {
  const rate = getTaxRate(session, id)
  const { id: same, ...asked } = parse(session, UpdateTaxRate, body)
  if (same !== id) throw badRequest('id differs from the one in the path', 'id')
  return Object.assign(rate, fields(session, asked), stamp(session, rate.version + 1))
}

export function archiveTaxRate(session: Session, id: string): TaxRate {
  return Object.assign(getTaxRate(session, id), { isArchived: true })
}

export function deleteTaxRate(session: Session, id: string): TaxRate {
  const rate = getTaxRate(session, id)
  delete session.account.taxRates[id]
  return rate
}

export const getTaxRate = (session: Session, id: string): TaxRate =>
  existing(session, session.account.taxRates, id, 'tax rate')

export function listTaxRates(session: Session, query: Query) {
  const items = Object.values(session.account.taxRates)
  return page(session, query, { items, sortable: false, view: viewTaxRate })
}

export const viewTaxRate = (rate: TaxRate) => present({ ...rate })

/** Archiving answers in a shape of its own. */
export function viewArchivedTaxRate({ account }: Session, taxRate: TaxRate) {
  const { updatedAt: _, ...rate } = taxRate
  return present({ ...rate, sequenceAccountId: account.id, subRates: [] })
}

function fields(session: Session, asked: z.infer<typeof TaxRateRequest>) {
  const { description, region, taxCategoryId, amount, ...rest } = asked
  const top = session.switches().taxRateAmount === 'fraction' ? 1 : 100
  if (new Big(amount).lt(0) || new Big(amount).gt(top)) {
    throw badRequest(`amount must lie between 0 and ${top}`, 'amount')
  }
  const category = taxCategoryId ?? null
  if (category !== null && !Object.hasOwn(session.account.taxCategories, category)) {
    throw badRequest('Tax category invalid', 'taxCategoryId')
  }
  const empty = { description: description ?? null, region: region ?? null }
  return { ...rest, ...empty, amount, taxCategoryId: category }
}

function stamp({ now, newId }: Session, version: number) {
  return { version, versionId: newId(), updatedAt: now().toISOString() }
}
