import type { DemoInvoice } from './invoice.ts'
import { closedInvoices, lifeInvoices, scopeInvoices } from './invoices-life.ts'
import { plainInvoices } from './invoices-plain.ts'
import { storyInvoices } from './invoices-stories.ts'

/** Everything the demo invoices, in the order in which it is made and finalized. */
export const demoInvoices: readonly DemoInvoice[] = [
  ...plainInvoices,
  ...storyInvoices,
  ...lifeInvoices,
  ...closedInvoices,
  ...scopeInvoices,
]
