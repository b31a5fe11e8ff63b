import { z } from 'zod'

/** What the demo reads of the operator API's answers; the rest is left aside. */

export const RilletConnection = z.object({
  status: z.string(),
  organization: z.object({ id: z.string() }).nullable(),
  webhook: z.object({ url: z.string(), secretSet: z.boolean() }),
})

export const SequenceConnection = z.object({
  status: z.string(),
  policy: z.object({
    id: z.string().nullable(),
    secretSet: z.boolean(),
    problem: z.string().nullable(),
  }),
})

export const Settings = z.looseObject({})

export const Things = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      link: z.object({ rilletId: z.string(), currency: z.string().nullable() }).nullable(),
      problem: z.string().nullable(),
    }),
  ),
})

export const RilletThings = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string() })),
})

const InvoiceView = z.object({
  id: z.string(),
  number: z.string().nullable(),
  state: z.string(),
  problems: z.array(z.object({ code: z.string() })),
  errorText: z.string().nullable(),
  rilletId: z.string().nullable(),
  changedAt: z.string(),
  /** What a person may ask for now. */
  actions: z.array(z.string()),
})
export type InvoiceView = z.infer<typeof InvoiceView>

export const Invoices = z.object({ items: z.array(InvoiceView) })

export const InvoiceDetail = InvoiceView.extend({
  payments: z.array(z.object({ ignored: z.boolean(), status: z.string() })),
})

/** For answers of which only the status counts. */
export const Anything = z.unknown()
