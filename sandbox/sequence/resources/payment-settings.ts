import { z } from 'zod'
import type { ProviderSettings } from '../model/settings.ts'
import { badRequest, Refusal } from '../refusal.ts'
import { settingsFor, settingsKey, settingsOf } from '../rules/provider.ts'
import { Id } from '../wire/common.ts'
import { PaymentProvider } from '../wire/enums.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { getCustomer } from './customers.ts'
import { getInvoice } from './invoices.ts'

const ForInvoice = z.strictObject({
  invoiceId: Id,
  customerId: Id.nullish(),
  paymentProvider: PaymentProvider,
})
const ForCustomer = z.strictObject({ customerId: Id, paymentProvider: PaymentProvider })
const ForSchedule = z.strictObject({
  billingScheduleId: Id,
  paymentProvider: PaymentProvider,
  autoCharge: z.boolean().default(false),
})
const Update = z.strictObject({ paymentProvider: PaymentProvider })

export function createInvoiceSettings(session: Session, body: unknown) {
  const { invoiceId, paymentProvider } = parse(session, ForInvoice, body)
  const { customerId } = getInvoice(session, invoiceId)
  const made = keep(session, 'invoice', { subjectId: invoiceId, customerId, paymentProvider })
  return viewInvoiceSettings(session, made)
}

export function createCustomerSettings(session: Session, body: unknown) {
  const { customerId, paymentProvider } = parse(session, ForCustomer, body)
  getCustomer(session, customerId)
  const made = keep(session, 'customer', { subjectId: customerId, customerId, paymentProvider })
  return viewCustomerSettings(session, made)
}

/** Control only: the API's own call for this lies outside the part that we stand in for. */
export function createScheduleSettings(session: Session, body: unknown) {
  const { billingScheduleId: subjectId, ...asked } = parse(session, ForSchedule, body)
  const made = keep(session, 'billingSchedule', { subjectId, customerId: '', ...asked })
  return viewScheduleSettings(session, made)
}

export const getInvoiceSettings = (session: Session, id: string) =>
  viewInvoiceSettings(session, byId(session, 'invoice', id))

export const getCustomerSettings = (session: Session, id: string) =>
  viewCustomerSettings(session, byId(session, 'customer', id))

export function updateInvoiceSettings(session: Session, id: string, body: unknown) {
  const settings = byId(session, 'invoice', id)
  settings.paymentProvider = parse(session, Update, body).paymentProvider
  return viewInvoiceSettings(session, settings)
}

export function deleteInvoiceSettings(session: Session, id: string) {
  const settings = byId(session, 'invoice', id)
  delete session.account.providerSettings[settingsKey('invoice', settings.subjectId)]
  return viewInvoiceSettings(session, settings)
}

/** By the invoice's id; an invoice without settings of its own has none to show (or, switched, the ones that hold). */
export function settingsForInvoice(session: Session, invoiceId: string) {
  const { account } = session
  const invoice = getInvoice(session, invoiceId)
  const effective = session.switches().settingsForInvoice === 'effective'
  const settings = effective
    ? settingsFor(account, invoice)
    : settingsOf(account, 'invoice', invoiceId)
  if (settings === undefined) throw noSettings(session, `invoice ${invoiceId}`)
  const { id, paymentProvider } = settings
  return { id, sequenceAccountId: account.id, invoiceId, paymentProvider }
}

export function settingsForSchedule(session: Session, scheduleId: string) {
  const settings = settingsOf(session.account, 'billingSchedule', scheduleId)
  if (settings === undefined) throw noSettings(session, `billing schedule ${scheduleId}`)
  return viewScheduleSettings(session, settings)
}

type Made = Pick<ProviderSettings, 'subjectId' | 'customerId' | 'paymentProvider'> & {
  autoCharge?: boolean
}

function keep({ account, newId }: Session, of: ProviderSettings['of'], asked: Made) {
  const key = settingsKey(of, asked.subjectId)
  if (account.providerSettings[key]) throw badRequest('there are payment settings already')
  const made: ProviderSettings = { id: newId(), of, autoCharge: false, ...asked }
  account.providerSettings[key] = made
  return made
}

function byId(session: Session, of: ProviderSettings['of'], id: string): ProviderSettings {
  const all = Object.values(session.account.providerSettings)
  const found = all.find((settings) => settings.of === of && settings.id === id)
  if (found === undefined) throw missing(session, `payment settings ${id}`)
  return found
}

function noSettings(session: Session, what: string): Refusal {
  const status = session.switches().paymentSettingsMissing === '404' ? 404 : 400
  return new Refusal(status, 'notFound', `${what} has no payment settings`)
}

function viewInvoiceSettings({ account }: Session, settings: ProviderSettings) {
  const { id, subjectId: invoiceId, customerId, paymentProvider } = settings
  return { id, sequenceAccountId: account.id, invoiceId, customerId, paymentProvider }
}

function viewCustomerSettings({ account }: Session, settings: ProviderSettings) {
  const { id, customerId, paymentProvider } = settings
  return { id, sequenceAccountId: account.id, customerId, paymentProvider }
}

function viewScheduleSettings({ account }: Session, settings: ProviderSettings) {
  const { id, subjectId: billingScheduleId, paymentProvider, autoCharge } = settings
  return { id, sequenceAccountId: account.id, billingScheduleId, paymentProvider, autoCharge }
}
