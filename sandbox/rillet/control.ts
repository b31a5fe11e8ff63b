import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answerControlError } from '../kit/control.ts'
import { closeBooks, reopenBooks } from './books.ts'
import { viewCreditMemo } from './credit-memo-view.ts'
import { creditMemoOf, refundCreditMemo } from './credit-memos.ts'
import type { Organization, Session, World } from './model.ts'
import {
  NewKey,
  newKey,
  newOrganization,
  OrganizationInput,
  ReferenceType,
} from './organizations.ts'
import { settlePayment } from './payments.ts'
import { invalid, notFound, Refusal, refused } from './refusal.ts'
import { NewWebhook } from './webhook-settings.ts'
import { addWebhook, regenerateToken } from './webhooks.ts'
import { Currency, Day, NotBlank } from './wire.ts'

const Ids = z.record(z.string(), z.string())
const Change = z.strictObject({
  trade_name: NotBlank.optional(),
  multiCurrency: z.boolean().optional(),
  referenceTypes: z.array(ReferenceType).optional(),
})
/** What only people at the vendor's web app can do, and what only a sandbox can; JSON, no key. */
export function controlRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
      error instanceof Refusal
        ? reply.code(error.status).send({ error: error.message, violations: error.violations })
        : answerControlError(error, request, reply),
    )

    app.get('/organizations', async () => ({
      organizations: Object.values(world.state().organizations).map(describe),
    }))
    app.post('/organizations', async (request) => {
      const organization = newOrganization(OrganizationInput.parse(request.body ?? {}), world)
      if (world.state().organizations[organization.id]) {
        throw refused('organization_exists', 'An organization with this id exists.')
      }
      world.state().organizations[organization.id] = organization
      return describe(organization)
    })
    app.get('/organizations/:id', async (request) => describe(named(request.params).organization))
    app.put('/organizations/:id', async (request) => {
      const { organization } = named(request.params)
      const change = Object.entries(Change.parse(request.body)).filter(([, v]) => v !== undefined)
      Object.assign(organization, Object.fromEntries(change))
      return describe(organization)
    })
    app.delete('/organizations/:id', async (request, reply) => {
      delete world.state().organizations[named(request.params).organization.id]
      return reply.code(204).send()
    })

    app.post('/organizations/:id/keys', async (request) => {
      const key = newKey(NewKey.parse(request.body ?? {}), world.newId)
      named(request.params).organization.keys.push(key)
      return key
    })
    app.delete('/organizations/:id/keys/:key', async (request, reply) => {
      const { organization, ids } = named(request.params)
      const key = organization.keys.find((one) => one.id === ids['key'] || one.token === ids['key'])
      if (key === undefined) throw notFound('The key')
      key.revokedAt = world.clock.iso()
      return reply.code(204).send()
    })

    app.put('/organizations/:id/reference-types/:slug', async (request) => {
      const { organization, ids } = named(request.params)
      const type = ReferenceType.parse({ slug: ids['slug'], ...Object(request.body) })
      setReferenceType(organization, type)
      return describe(organization)
    })
    app.delete('/organizations/:id/reference-types/:slug', async (request, reply) => {
      const { organization, ids } = named(request.params)
      removeReferenceType(organization, ids['slug'] ?? '')
      return reply.code(204).send()
    })

    app.post('/organizations/:id/books/close', async (request) => {
      return closeBooks(named(request.params), z.strictObject({ end: Day }).parse(request.body).end)
    })
    app.post('/organizations/:id/books/reopen', async (request, reply) => {
      reopenBooks(named(request.params))
      return reply.code(204).send()
    })
    app.put('/organizations/:id/accounts/:code', async (request) => {
      const { organization, ids } = named(request.params)
      const account = organization.accounts.find(({ code }) => code === ids['code'])
      if (account === undefined) throw notFound('The account')
      const { status } = z
        .strictObject({ status: z.enum(['ACTIVE', 'INACTIVE']) })
        .parse(request.body)
      account.status = status
      account.updated_at = world.clock.iso()
      return account
    })
    app.delete('/organizations/:id/idempotency-keys', async (request, reply) => {
      named(request.params).organization.idempotency = {}
      return reply.code(204).send()
    })
    app.delete('/idempotency-keys', async (_request, reply) => {
      for (const one of Object.values(world.state().organizations)) one.idempotency = {}
      return reply.code(204).send()
    })

    app.put('/customers/:id/currency', async (request) => {
      const { organization, id } = holding(request.params, 'customers')
      const { currency } = z.strictObject({ currency: Currency.nullable() }).parse(request.body)
      delete organization.customerCurrencies[id]
      if (currency !== null) organization.customerCurrencies[id] = currency
      return { currency }
    })
    app.post('/payments/:id/:outcome', async (request) => {
      const { session, organization, id, ids } = holding(request.params, 'payments')
      const payment = organization.payments[id]
      const outcome = { clear: 'SUCCESSFUL' as const, fail: 'FAILED' as const }[
        ids['outcome'] ?? ''
      ]
      if (payment === undefined || outcome === undefined) throw notFound('The payment')
      return settlePayment(session, payment, outcome)
    })
    app.post('/credit-memos/:id/refund', async (request) => {
      const { session, id } = holding(request.params, 'creditMemos')
      refundCreditMemo(session, creditMemoOf(session, id))
      return viewCreditMemo(session, creditMemoOf(session, id))
    })

    app.get('/webhooks', async () => ({
      webhooks: Object.values(world.state().organizations).flatMap(({ id, webhooks }) =>
        webhooks.map((webhook) => ({ organizationId: id, ...webhook })),
      ),
    }))
    app.post('/webhooks', async (request) => {
      const { organizationId, ...settings } = NewWebhook.parse(request.body)
      return addWebhook(named({ id: organizationId }), settings)
    })
    app.post('/webhooks/:id/:action', async (request) => {
      const { webhook, ids } = hooked(request.params)
      switch (ids['action']) {
        case 'regenerate':
          regenerateToken(webhook)
          return webhook
        case 'enable':
        case 'disable':
          webhook.enabled = ids['action'] === 'enable'
          return webhook
        default:
          throw invalid({ field: 'action', message: 'is regenerate, enable or disable' })
      }
    })
    app.delete('/webhooks/:id', async (request, reply) => {
      const { organization, webhook } = hooked(request.params)
      organization.webhooks = organization.webhooks.filter((one) => one !== webhook)
      return reply.code(204).send()
    })
  }

  function named(params: unknown): Session & { ids: Record<string, string> } {
    const ids = Ids.parse(params)
    const organization = world.state().organizations[ids['id'] ?? '']
    if (organization === undefined) throw notFound('The organization')
    return { world, organization, actor: 'person', ids }
  }

  function holding(params: unknown, kind: 'customers' | 'payments' | 'creditMemos') {
    const ids = Ids.parse(params)
    const id = ids['id'] ?? ''
    const organization = Object.values(world.state().organizations).find((one) => id in one[kind])
    if (organization === undefined) throw notFound('The object')
    const session: Session = { world, organization, actor: 'person' }
    return { session, organization, id, ids }
  }

  function hooked(params: unknown) {
    const ids = Ids.parse(params)
    for (const organization of Object.values(world.state().organizations)) {
      const webhook = organization.webhooks.find(({ id }) => id === ids['id'])
      if (webhook) return { organization, webhook, ids }
    }
    throw notFound('The webhook')
  }
}

/** Adds the slug, or changes whether it is restricted. */
export function setReferenceType(
  organization: Organization,
  type: z.output<typeof ReferenceType>,
): void {
  removeReferenceType(organization, type.slug)
  organization.referenceTypes.push(type)
}

export function removeReferenceType(organization: Organization, slug: string): void {
  organization.referenceTypes = organization.referenceTypes.filter((type) => type.slug !== slug)
}

/** What a person sees in the settings: keys and all, no documents. */
function describe(organization: Organization) {
  const { customers, products, invoices, payments, creditMemos, idempotency, ...settings } =
    organization
  const { deletedInvoices, ...shown } = settings
  return {
    ...shown,
    counts: {
      customers: Object.keys(customers).length,
      products: Object.keys(products).length,
      invoices: Object.keys(invoices).length,
      deletedInvoices: deletedInvoices.length,
      payments: Object.keys(payments).length,
      creditMemos: Object.keys(creditMemos).length,
      idempotencyKeys: Object.keys(idempotency).length,
    },
  }
}
