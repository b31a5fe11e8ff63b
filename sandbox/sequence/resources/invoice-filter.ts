import Big from 'big.js'
import { z } from 'zod'
import type { Invoice } from '../model/invoice.ts'
import { Day, Decimal } from '../wire/common.ts'
import { Currency, InvoiceStatus, PaymentStatus } from '../wire/enums.ts'
import type { Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { wordList } from '../wire/words.ts'
import type { Session } from '../world.ts'

type Test = (invoice: Invoice) => boolean

/** The invoices that `GET /invoices` and its summaries ask for, oldest first. */
export function filterInvoices(session: Session, query: Query): Invoice[] {
  const tests = [
    ...wordTests(session, query),
    ...textTests(session, query),
    ...dateTests(session, query),
    ...(query['excludeZeroQuantity'] === 'true' ? [hasQuantity] : []),
  ]
  return Object.values(session.account.invoices).filter((invoice) =>
    tests.every((test) => test(invoice)),
  )
}

/** Comma-separated lists, each with an `exclude…` twin. */
function wordTests(session: Session, query: Query): Test[] {
  const words: [string, z.ZodType<string>, (invoice: Invoice) => string | null][] = [
    ['invoiceStatus', InvoiceStatus, ({ status }) => status],
    ['invoicePaymentStatus', PaymentStatus, ({ paymentStatus }) => paymentStatus],
    ['customerId', z.string(), ({ customerId }) => customerId],
    ['billingScheduleId', z.string(), ({ billingScheduleId }) => billingScheduleId],
    ['invoiceCurrency', Currency, ({ currency }) => currency],
    ['invoiceNumber', z.string(), ({ invoiceNumber }) => invoiceNumber],
  ]
  return words.flatMap(([name, word, valueOf]) => {
    const wanted = wordList(session, query[name], word)
    const unwanted = wordList(session, query[excluding(name)], word)
    return [
      ...(wanted ? [(invoice: Invoice) => wanted.has(valueOf(invoice) ?? '')] : []),
      ...(unwanted ? [(invoice: Invoice) => !unwanted.has(valueOf(invoice) ?? '')] : []),
    ]
  })
}

function textTests(session: Session, query: Query): Test[] {
  const twin = (name: string, schema: z.ZodType<string>, of: (value: string) => Test): Test[] => {
    const wanted = parse(session, schema.optional(), query[name])
    const unwanted = parse(session, schema.optional(), query[excluding(name)])
    return [
      ...(wanted === undefined ? [] : [of(wanted)]),
      ...(unwanted === undefined ? [] : [not(of(unwanted))]),
    ]
  }
  return [
    ...twin(
      'netTotal',
      Decimal,
      (amount) =>
        ({ netTotal }) =>
          new Big(netTotal).eq(amount),
    ),
    ...twin(
      'search',
      z.string(),
      (part) =>
        ({ invoiceNumber }) =>
          (invoiceNumber ?? '').toLowerCase().includes(part.toLowerCase()),
    ),
  ]
}

function dateTests(session: Session, query: Query): Test[] {
  const { invoiceDate, dateBounds } = session.switches()
  const dates: [string, (invoice: Invoice) => string | null][] = [
    ['due', ({ dueDate }) => dueDate],
    ['sent', ({ sentOn }) => sentOn],
    ['invoice', (invoice) => invoice[invoiceDate]],
  ]
  const touches = dateBounds === 'inclusive'
  return dates.flatMap(([name, dayIn]) => {
    const before = parse(session, Day.optional(), query[`${name}Before`])
    const after = parse(session, Day.optional(), query[`${name}After`])
    const within =
      (test: (day: string) => boolean): Test =>
      (invoice) => {
        const day = dayIn(invoice)
        return day !== null && test(day)
      }
    return [
      ...(before ? [within((day) => day < before || (touches && day === before))] : []),
      ...(after ? [within((day) => day > after || (touches && day === after))] : []),
    ]
  })
}

const hasQuantity: Test = ({ lines }) => lines.some(({ quantity }) => !new Big(quantity).eq(0))

const not =
  (test: Test): Test =>
  (invoice) =>
    !test(invoice)

const excluding = (name: string): string => `exclude${name.charAt(0).toUpperCase()}${name.slice(1)}`
