import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { viewLine } from '../resources/line-item-view.ts'
import { createScheduleSettings } from '../resources/payment-settings.ts'
import { reportCollection } from '../resources/payment-status.ts'
import { createPrice } from '../resources/prices.ts'
import type { Session, World } from '../world.ts'
import { changeCredentials, createAccount, createTaxCategory, credentialsOf } from './accounts.ts'
import { publishFreeEvent } from './events.ts'
import { changeLine, createFreeLine, createWholeInvoice } from './invoices.ts'
import { openSession } from './session.ts'

const Ids = z.object({
  account: z.string(),
  invoice: z.string().default(''),
  line: z.string().default(''),
})

/** What the vendor's API cannot do and a demo or a test needs. */
export async function controlRoutes(
  app: FastifyInstance,
  { world }: { world: World },
): Promise<void> {
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error
    return reply.code(error.status).send({ error: error.message, violations: error.issues })
  })

  app.get('/accounts', async () => Object.values(world.state.accounts).map(credentialsOf))
  app.post('/accounts', async (request, reply) =>
    reply.code(201).send(createAccount(world, request.body)),
  )

  const post = (path: string, act: (session: Session, body: unknown, invoice: string) => unknown) =>
    app.post(`/accounts/:account${path}`, async (request, reply) => {
      const { account, invoice } = Ids.parse(request.params)
      const made = act(openSession(world, account, 'SYSTEM'), request.body, invoice)
      return reply.code(201).send(made)
    })

  post('/credentials', changeCredentials)
  post('/tax-categories', createTaxCategory)
  post('/prices', createPrice)
  post('/billing-schedule-settings', createScheduleSettings)
  post('/invoices', (session, body) => {
    const { id, netTotal, totalTax, grossTotal } = createWholeInvoice(session, body)
    return { id, netTotal, totalTax, grossTotal }
  })
  post('/invoices/:invoice/line-items', (session, body, invoice) =>
    viewLine(session, invoice, createFreeLine(session, invoice, body)),
  )
  app.patch('/accounts/:account/invoices/:invoice/line-items/:line', async (request) => {
    const { account, invoice, line } = Ids.parse(request.params)
    const session = openSession(world, account, 'SYSTEM')
    return viewLine(session, invoice, changeLine(session, invoice, line, request.body))
  })
  post('/invoices/:invoice/collections', (session, body, invoice) => {
    const { id, paymentStatus, providerStatuses, balance } = reportCollection(
      session,
      invoice,
      body,
    )
    return { id, paymentStatus, providerStatuses, balance }
  })
  app.post('/webhooks', async (request, reply) => {
    publishFreeEvent(world, request.body)
    return reply.code(202).send({})
  })
}
