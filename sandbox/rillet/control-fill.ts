import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { inOrganization } from './control-lookup.ts'
import type { Invoice, World } from './model.ts'
import { existing, newListed } from './session.ts'
import { Uuid } from './wire.ts'

const Fill = z.strictObject({
  /** The invoice that the others are copies of. */
  like: Uuid,
  count: z.int().min(1).max(50_000),
  /** Sequence ids for their references of type `sequencehq`, in order; new ones where left out. */
  referenceIds: z.array(z.string()).max(50_000).default([]),
})

/** Many invoices at once, without webhooks: books as they are after years. */
export function fillControl(app: FastifyInstance, world: World): void {
  app.post('/organizations/:id/invoices/fill', async (request) => {
    const { organization, ...session } = inOrganization(world, request.params)
    const { like, count, referenceIds } = Fill.parse(request.body)
    const model = existing(organization.invoices, like, 'The invoice')
    const invoices: {
      id: string
      invoice_number: string
      reference: string
      updated_at: string
    }[] = []
    for (let index = 0; index < count; index++) {
      const reference = referenceIds[index] ?? world.newId()
      const invoice = copyOf(model, {
        ...newListed({ ...session, organization }),
        reference,
        number: `${model.invoice_number}-${index + 1}`,
        newId: world.newId,
      })
      organization.invoices[invoice.id] = invoice
      const { id, invoice_number, updated_at } = invoice
      invoices.push({ id, invoice_number, reference, updated_at })
    }
    return { invoices }
  })
}

type Copied = ReturnType<typeof newListed> & {
  reference: string
  number: string
  newId: () => string
}

function copyOf(model: Invoice, { reference, number, newId, ...listed }: Copied): Invoice {
  return {
    ...structuredClone(model),
    ...listed,
    invoice_number: number,
    items: model.items.map((item) => ({ ...structuredClone(item), id: newId() })),
    payment_ids: [],
    external_references: model.external_references.map((one) =>
      one.type === 'sequencehq' ? { ...one, id: reference } : one,
    ),
  }
}
