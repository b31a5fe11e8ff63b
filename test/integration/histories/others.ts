import { expect } from 'vitest'
import {
  bulkWorkflowId,
  connectWorkflowId,
  createWorkflowId,
  customerWorkflowId,
  previewWorkflowId,
  sweepWorkflowId,
} from '../../../domain/ids.ts'
import type { SweepKind } from '../../../domain/sweep.ts'
import type { Json } from '../../support/http.ts'
import { runSweep } from '../../support/sweeps.ts'
import { type Given, lasting, type Paths, rilletFault, synced } from './path.ts'

async function syncedWithItsProduct(given: Given): Promise<string> {
  await synced(given)
  return createWorkflowId(given.account.id, 'product', given.account.product['id'])
}

async function swept({ world, account }: Given, kind: SweepKind): Promise<string> {
  await runSweep(world, account, kind)
  return sweepWorkflowId(account.id, kind)
}

/** The runs beside those of invoices and credit notes. */
export const others: Paths = {
  'create-product': {
    options: { linkProduct: false },
    walk: syncedWithItsProduct,
    through: ['createThing'],
  },
  'create-product-in-doubt': {
    options: { linkProduct: false },
    walk: async (given) => {
      await rilletFault(given, 'commit_then_reset', { path: '/products' })
      return syncedWithItsProduct(given)
    },
    through: ['createThing', 'lookUpThing'],
  },
  'create-product-in-doubt-named-by-a-person': {
    options: { linkProduct: false },
    walk: async (given) => {
      const { world, account } = given
      const { id } = account.product
      const listsAreBack = await lasting(given, 'GET', '^/products(\\?|$)')
      await rilletFault(given, 'commit_then_reset', { path: '^/products$' })
      const at = `${account.at}/products/${id}`
      // It goes on in its run, whatever this one answers.
      const asked = world.api.ask('POST', `${at}/create`)
      const isOurs = (one: Json) => one.external_references.some((ref: Json) => ref.id === id)
      const made = async () => (await account.books()).products.find(isOurs)?.id
      await expect.poll(made).toBeDefined()
      const body = { found: true, rilletId: await made(), reason: 'seen in Rillet' }
      const answer = async () =>
        (await world.api.ask('POST', `${at}/resolve-in-doubt`, body)).status
      await expect.poll(answer).toBe(200)
      await asked
      await listsAreBack()
      return createWorkflowId(account.id, 'product', id)
    },
    through: ['createThing', 'resolveThing'],
  },
  'create-customer': {
    options: { linkCustomer: false },
    walk: async ({ world, account }) => {
      await world.api.post(`${account.at}/customers/${account.customer['id']}/create`)
      return createWorkflowId(account.id, 'customer', account.customer['id'])
    },
    through: ['createThing'],
  },
  customer: {
    walk: async ({ world, account }) => {
      await account.sequence.put(`/customers/${account.customer['id']}`, {
        legalName: 'Another name',
        address: account.customer['address'],
        taxStatus: 'TAXED',
        contacts: [{ name: 'Ann', email: 'ann@example.com', billingPreference: 'PRIMARY' }],
      })
      const workflowId = customerWorkflowId(account.id, account.customer['id'])
      const handle = world.temporal.workflow.getHandle(workflowId)
      await expect
        .poll(async () => (await handle.describe().catch(() => null))?.status.name)
        .toBe('COMPLETED')
      return workflowId
    },
    through: ['syncCustomer'],
  },
  bulk: {
    options: { linkCustomer: false },
    walk: async ({ world, account, id }) => {
      await account.finalize(id)
      await account.until(id, 'blocked')
      const { bulkId } = await world.api.post(`${account.at}/bulk/retry`, {
        invoiceIds: [id],
        reason: 'to be recorded',
      })
      const over = async () => (await world.api.get(`${account.at}/bulk/${bulkId}`)).state
      await expect.poll(over).toBe('done')
      return bulkWorkflowId(account.id, bulkId)
    },
    through: ['retrySome', 'retrySome'],
  },
  'sweep-changes': {
    walk: (given) => swept(given, 'changes'),
    through: ['rilletInvoices', 'rilletPayments', 'findings'],
  },
  'sweep-full': {
    walk: async (given) => {
      await synced(given)
      return swept(given, 'full')
    },
    through: ['rilletInvoices', 'rilletAbsences', 'findings'],
  },
  'sweep-sequence': {
    walk: (given) => swept(given, 'sequence'),
    through: ['sequenceInvoices', 'sequenceAbsences'],
  },
  'sweep-full-with-customers': {
    walk: (given) => swept(given, 'full'),
    through: ['findings', 'rilletCustomers', 'customerAbsences'],
  },
  'sweep-sequence-with-customers': {
    walk: (given) => swept(given, 'sequence'),
    through: ['sequenceCreditNotes', 'sequenceCustomers', 'sequenceContacts'],
  },
  'sweep-skipped': {
    walk: async (given) => {
      await given.world.api.delete(`${given.account.at}/connection`)
      return swept(given, 'changes')
    },
    through: [],
  },
  connect: {
    walk: async ({ account }) => connectWorkflowId(account.id),
    through: ['ensurePolicy'],
  },
  preview: {
    walk: async ({ world, account, id }) => {
      const preview = await world.api.get(`${account.at}/invoices/${id}/preview`)
      expect(preview.problems).toEqual([
        expect.objectContaining({ code: 'invoice_number_missing' }),
      ])
      return previewWorkflowId({ accountId: account.id, invoiceId: id })
    },
    through: ['buildPreview'],
  },
}
