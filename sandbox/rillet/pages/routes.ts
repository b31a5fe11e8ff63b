import type { FastifyInstance } from 'fastify'
import { facts, html, page } from '../../kit/html.ts'
import { sendPage } from '../../kit/pages.ts'
import type { World } from '../model.ts'
import { Refusal } from '../refusal.ts'
import { directoryPages } from './directory.ts'
import { invoicePages } from './invoices.ts'
import { settingsPages } from './settings.ts'

/** The web app's stand-in: plain pages without a password, for people on this machine. */
export function pageRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500)
      const body = html`<p><a href="/">All organizations</a></p>`
      const said = { title: 'That did not work', error: error.message, body }
      return sendPage(reply, page({ vendor: 'Rillet', ...said }), status)
    })
    app.get('/', async (_request, reply) => {
      const organizations = Object.values(world.state().organizations)
      const body = html`${organizations.map(
        ({ id, trade_name, currency, customers, invoices }) => html`<section>
<h2><a href="/app/${id}/invoices">${trade_name}</a></h2>
${facts([
  ['Currency', currency],
  ['Customers', Object.keys(customers).length],
  ['Invoices', Object.keys(invoices).length],
  ['Settings', html`<a href="/app/${id}/settings">keys, webhooks, reference types, books</a>`],
])}</section>`,
      )}
<h2>Control</h2>
<p>JSON under <a href="/_sandbox/ledger">/_sandbox/ledger</a>, <a href="/_sandbox/requests">requests</a>,
<a href="/_sandbox/deliveries">deliveries</a>, <a href="/_sandbox/switches">switches</a>,
<a href="/_sandbox/faults">faults</a>, <a href="/_sandbox/clock">clock</a>.</p>`
      return sendPage(reply, page({ vendor: 'Rillet', title: 'Organizations', body }))
    })
    app.get('/app/:organizationId', async (request, reply) => {
      return reply.redirect(`${request.url.split('?', 1)[0]?.replace(/\/$/, '')}/invoices`)
    })
    invoicePages(app, world)
    directoryPages(app, world)
    settingsPages(app, world)
  }
}
