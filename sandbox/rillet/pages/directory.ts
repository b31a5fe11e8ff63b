import type { FastifyInstance } from 'fastify'
import { facts, form, html, table } from '../../kit/html.ts'
import { customerOf, deleteCustomer } from '../customers.ts'
import type { Customer, Product, World } from '../model.ts'
import { deleteProduct, productOf } from '../products.ts'
import { invoiceTable, paymentRow } from './invoices.ts'
import { act, personIn, show } from './layout.ts'
import { referenceList } from './parts.ts'

/** Customers, products and all payments. */
export function directoryPages(app: FastifyInstance, world: World): void {
  const base = '/app/:organizationId'
  app.get(`${base}/customers`, async (request, reply) => {
    const session = personIn(world, request.params)
    const { id, customers } = session.organization
    const rows = Object.values(customers)
      .toReversed()
      .map((one) => [
        html`<a href="/app/${id}/customers/${one.id}">${one.name}</a>`,
        mainEmail(one),
        referenceList(one.external_references),
      ])
    const body = table(['Name', 'E-mail', 'References'], rows, 'No customers yet.')
    return show(reply, session, { title: 'Customers', body })
  })
  app.get(`${base}/customers/:id`, async (request, reply) => {
    const session = personIn(world, request.params)
    const customer = customerOf(session, session.ids['id'])
    const path = `/app/${session.organization.id}/customers/${customer.id}`
    const { line1, city, state, zip_code, country } = customer.address ?? {}
    const body = html`${facts([
      ['Name on invoice', customer.name_on_invoice],
      ['Address', [line1, city, state, zip_code, country].filter(Boolean).join(', ')],
      ['E-mails', customer.emails?.map(({ email, type }) => `${email} (${type})`).join(', ')],
      ['Payment terms', customer.payment_terms === null ? '' : `${customer.payment_terms} days`],
      ['Invoiced in', session.organization.customerCurrencies[customer.id] ?? 'any currency'],
      ['Sends invoices', customer.send_invoices_automatically ? 'automatically' : 'no'],
      ['Sends reminders', customer.send_payment_reminders ? 'yes' : 'no'],
      ['References', referenceList(customer.external_references)],
      ['Changed', customer.updated_at],
      ['Id', html`<code>${customer.id}</code>`],
    ])}
<h2>Invoices</h2>
${invoiceTable(session, customer.id)}
${form(`${path}/delete`, 'Delete customer', '', true)}`
    return show(reply, session, { title: customer.name, body })
  })
  app.post(`${base}/customers/:id/delete`, async (request, reply) => {
    const session = personIn(world, request.params)
    const customer = customerOf(session, session.ids['id'])
    return act(reply, `/app/${session.organization.id}/customers`, () => {
      deleteCustomer(session, customer)
      return `${customer.name} deleted.`
    })
  })
  app.get(`${base}/products`, async (request, reply) => {
    const session = personIn(world, request.params)
    const { id, products } = session.organization
    const rows = Object.values(products)
      .toReversed()
      .map((one) => [
        html`<a href="/app/${id}/products/${one.id}">${one.name}</a>`,
        priceText(one),
        one.account_code,
        one.status,
      ])
    const body = table(['Name', 'Price', 'Account', 'Status'], rows, 'No products yet.')
    return show(reply, session, { title: 'Products', body })
  })
  app.get(`${base}/products/:id`, async (request, reply) => {
    const session = personIn(world, request.params)
    const product = productOf(session, session.ids['id'])
    const path = `/app/${session.organization.id}/products/${product.id}`
    const body = html`${facts([
      ['Description', product.description],
      ['Price', priceText(product)],
      ['Revenue', `${product.revenue_pattern}, account ${product.account_code}`],
      ['In ARR and MRR', product.include_in_arr_mrr ? 'yes' : 'no'],
      ['Status', product.status],
      ['References', referenceList(product.external_references)],
      ['Id', html`<code>${product.id}</code>`],
    ])}${form(`${path}/delete`, 'Delete product', '', true)}`
    return show(reply, session, { title: product.name, body })
  })
  app.post(`${base}/products/:id/delete`, async (request, reply) => {
    const session = personIn(world, request.params)
    const product = productOf(session, session.ids['id'])
    return act(reply, `/app/${session.organization.id}/products`, () => {
      deleteProduct(session, product)
      return `${product.name} deleted.`
    })
  })
  app.get(`${base}/payments`, async (request, reply) => {
    const session = personIn(world, request.params)
    const { id, invoices, payments } = session.organization
    const rows = Object.values(payments)
      .toReversed()
      .map((payment) => [
        html`<a href="/app/${id}/invoices/${payment.invoice_id}">${invoices[payment.invoice_id]?.invoice_number}</a>`,
        ...paymentRow(session, payment),
      ])
    const heads = ['Invoice', 'Date', 'Amount', 'Account', 'Status', '']
    return show(reply, session, { title: 'Payments', body: table(heads, rows, 'No payments yet.') })
  })
}

const mainEmail = ({ emails }: Customer) =>
  emails?.find(({ type }) => type === 'MAIN_SENDER')?.email ?? ''

function priceText({ price }: Product): string {
  if (price.type === 'USAGE') return 'usage'
  const { amount, currency } = price.amount
  const every = price.type === 'FIXED_RECURRING' ? ` every ${price.interval_months} months` : ''
  return `${amount} ${currency}${every}`
}
