import { z } from 'zod'
import { assertOpen } from './books.ts'
import { checkDates } from './invoice-create.ts'
import { announceUpdate, updateInvoice } from './invoice-update.ts'
import type { Invoice, Session } from './model.ts'
import { parseBody } from './parse.ts'
import { Day } from './wire.ts'

/**
 * Changes the dates and nothing else, as a person does in the web app: by the API's own update where
 * the scope has one that can be rebuilt from what is stored, else directly under the same rules.
 */
export function changeDates(session: Session, invoice: Invoice, dates: unknown) {
  const days = parseBody(session.world, z.strictObject({ invoice_date: Day, due_date: Day }), dates)
  if (invoice.scope === 'REVENUE_RECOGNITION_ONLY') {
    return updateInvoice(session, invoice, { ...unchanged(invoice), ...days })
  }
  assertOpen(session, invoice.invoice_date)
  checkDates(session, days.invoice_date, days.due_date)
  Object.assign(invoice, days)
  return announceUpdate(session, invoice)
}

/** The update body that would change nothing. */
function unchanged({ scope, invoice_number, external_references, exchange_rate, items }: Invoice) {
  return {
    scope,
    invoice_number,
    external_references,
    ...(exchange_rate === null ? {} : { exchange_rate }),
    items: items.map(({ id, description, revenue, fields }) => ({
      id,
      description,
      revenue,
      ...(fields === null ? {} : { fields }),
    })),
  }
}
