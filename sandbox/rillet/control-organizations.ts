import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { closeBooks, reopenBooks } from './books.ts'
import { inOrganization } from './control-lookup.ts'
import type { Organization, World } from './model.ts'
import {
  NewKey,
  newKey,
  newOrganization,
  OrganizationInput,
  ReferenceType,
} from './organizations.ts'
import { removeReferenceType, setReferenceType } from './references.ts'
import { notFound, refused } from './refusal.ts'
import { Day, NotBlank } from './wire.ts'

const Change = z.strictObject({
  trade_name: NotBlank.optional(),
  multiCurrency: z.boolean().optional(),
  referenceTypes: z.array(ReferenceType).optional(),
})

/** Organizations, their keys, reference types, books, accounts and remembered idempotency keys. */
export function organizationControl(app: FastifyInstance, world: World): void {
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
  app.get('/organizations/:id', async (request) =>
    describe(inOrganization(world, request.params).organization),
  )
  app.put('/organizations/:id', async (request) => {
    const { organization } = inOrganization(world, request.params)
    const change = Object.entries(Change.parse(request.body)).filter(([, v]) => v !== undefined)
    Object.assign(organization, Object.fromEntries(change))
    return describe(organization)
  })
  app.delete('/organizations/:id', async (request, reply) => {
    delete world.state().organizations[inOrganization(world, request.params).organization.id]
    return reply.code(204).send()
  })

  app.post('/organizations/:id/keys', async (request) => {
    const key = newKey(NewKey.parse(request.body ?? {}), world.newId)
    inOrganization(world, request.params).organization.keys.push(key)
    return key
  })
  app.delete('/organizations/:id/keys/:key', async (request, reply) => {
    const { organization, ids } = inOrganization(world, request.params)
    const key = organization.keys.find((one) => one.id === ids['key'] || one.token === ids['key'])
    if (key === undefined) throw notFound('The key')
    key.revokedAt = world.clock.iso()
    return reply.code(204).send()
  })

  app.put('/organizations/:id/reference-types/:slug', async (request) => {
    const { organization, ids } = inOrganization(world, request.params)
    const type = ReferenceType.parse({ slug: ids['slug'], ...Object(request.body) })
    setReferenceType(organization, type)
    return describe(organization)
  })
  app.delete('/organizations/:id/reference-types/:slug', async (request, reply) => {
    const { organization, ids } = inOrganization(world, request.params)
    removeReferenceType(organization, ids['slug'] ?? '')
    return reply.code(204).send()
  })

  app.post('/organizations/:id/books/close', async (request) => {
    return closeBooks(
      inOrganization(world, request.params),
      z.strictObject({ end: Day }).parse(request.body).end,
    )
  })
  app.post('/organizations/:id/books/reopen', async (request, reply) => {
    reopenBooks(inOrganization(world, request.params))
    return reply.code(204).send()
  })
  app.put('/organizations/:id/accounts/:code', async (request) => {
    const { organization, ids } = inOrganization(world, request.params)
    const account = organization.accounts.find(({ code }) => code === ids['code'])
    if (account === undefined) throw notFound('The account')
    const { status } = z
      .strictObject({ status: z.enum(['ACTIVE', 'INACTIVE']) })
      .parse(request.body)
    account.status = status
    account.updated_at = world.clock.iso()
    return account
  })
  app.post('/organizations/:id/misbookings', async (request, reply) => {
    const { organization } = inOrganization(world, request.params)
    const { reference } = z.strictObject({ reference: z.string().min(1) }).parse(request.body)
    organization.misbookings = [...(organization.misbookings ?? []), reference]
    return reply.code(204).send()
  })
  app.delete('/organizations/:id/idempotency-keys', async (request) => ({
    forgotten: forgetKeys(inOrganization(world, request.params).organization),
  }))
  app.delete('/idempotency-keys', async () => {
    const forgotten = Object.values(world.state().organizations).map(forgetKeys)
    return { forgotten: forgotten.reduce((sum, count) => sum + count, 0) }
  })
}

/** Returns how many there were. */
function forgetKeys(organization: Organization): number {
  const count = Object.keys(organization.idempotency).length
  organization.idempotency = {}
  return count
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
