import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { html, page } from '../../kit/html.ts'
import { openSession } from '../control/session.ts'
import { Refusal } from '../refusal.ts'
import type { Session, World } from '../world.ts'
import { pageActions } from './actions.ts'
import { customerPage, customersPage } from './customers.ts'
import type { Outcome } from './dashboard.ts'
import { homePage } from './home.ts'
import { invoicePage } from './invoice.ts'
import { creditNotesPage, invoicesPage, productsPage, webhooksPage } from './lists.ts'

const Params = z.object({ account: z.string(), id: z.string().default('') })
const Outcomes = z.object({ notice: z.string().optional(), error: z.string().optional() })
const Form = z.record(z.string(), z.string()).catch({})

/** Plain pages on which anyone can play the billing clerk. */
export async function pageRoutes(app: FastifyInstance, { world }: { world: World }): Promise<void> {
  const sessionOf = (request: FastifyRequest): Session =>
    openSession(world, Params.parse(request.params).account, 'DASHBOARD')

  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Refusal ? error.status : 500
    const message = error instanceof Error ? error.message : String(error)
    const body = html`<p><a href="/">Back to the accounts</a></p>`
    const text = page({ vendor: 'Sequence', title: 'Not possible', error: message, body })
    return reply.code(status).type('text/html').send(text)
  })

  const show = (path: string, render: (s: Session, id: string, outcome: Outcome) => string) =>
    app.get(`/app/:account${path}`, async (request, reply) => {
      const { id } = Params.parse(request.params)
      const text = render(sessionOf(request), id, Outcomes.parse(request.query))
      return reply.type('text/html').send(text)
    })

  app.get('/', async (_request, reply) => reply.type('text/html').send(homePage(world)))
  app.get('/app/:account', async (request, reply) =>
    reply.redirect(`/app/${Params.parse(request.params).account}/invoices`),
  )
  show('/customers', (session, _id, outcome) => customersPage(session, outcome))
  show('/customers/:id', customerPage)
  show('/products', (session, _id, outcome) => productsPage(session, outcome))
  show('/invoices', (session, _id, outcome) => invoicesPage(session, outcome))
  show('/invoices/:id', invoicePage)
  show('/credit-notes', (session, _id, outcome) => creditNotesPage(session, outcome))
  show('/webhooks', (session, _id, outcome) => webhooksPage(session, outcome))

  for (const { path, act, done } of pageActions) {
    app.post(`/app/:account${path}`, async (request, reply) => {
      const { account, id } = Params.parse(request.params)
      const resource = path.startsWith('/customers') ? 'customers' : 'invoices'
      const home = `/app/${account}/${resource}`
      try {
        act(sessionOf(request), id, Form.parse(request.body ?? {}))
        const there = path.endsWith('/delete') ? home : `${home}/${id}`
        return reply.redirect(`${there}?notice=${encodeURIComponent(done)}`, 303)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return reply.redirect(`${home}/${id}?error=${encodeURIComponent(error.message)}`, 303)
      }
    })
  }
}
