import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Account, type AccountOptions, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { runSweep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// Every path through the workflows is walked and replayed at once. With RECORD_HISTORIES=1 the histories
// are also kept in test/replay/histories, where every later version of the code must replay them.

const folder = new URL('../replay/histories/', import.meta.url)
let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** Walks one path; returns the workflow whose history it made. */
type Path = (given: { account: Account; id: string }) => Promise<string | undefined>

const rilletFault = (kind: string, path: string, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', { kind, match: { method: 'POST', path }, ...more })

const paths: Record<string, { options?: AccountOptions; draft?: Json; walk: Path }> = {
  'invoice-paid': {
    walk: async ({ account, id }) => {
      await account.finalize(id)
      const { rilletId } = await account.until(id, 'synced')
      await account.pay(rilletId, '30.00')
      await account.until(id, 'partially_paid')
      await account.pay(rilletId, '70.00')
      await account.until(id, 'paid')
      return undefined
    },
  },
  'invoice-blocked-then-linked': {
    options: { linkCustomer: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'blocked')
      await account.linkCustomer(account.customer)
      await account.until(id, 'synced')
      return undefined
    },
  },
  'invoice-product-created': {
    options: { linkProduct: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'synced')
      return undefined
    },
  },
  'invoice-in-doubt-adopted': {
    walk: async ({ account, id }) => {
      await rilletFault('commit_then_reset', '^/invoices$')
      await account.finalize(id)
      await account.until(id, 'synced')
      return undefined
    },
  },
  'invoice-in-doubt-absent': {
    walk: async ({ account, id }) => {
      await rilletFault('reset', '^/invoices$')
      await account.finalize(id)
      await account.until(id, 'synced')
      return undefined
    },
  },
  'invoice-refused-then-retried': {
    walk: async ({ account, id }) => {
      await rilletFault('status', '^/invoices$', {
        status: 400,
        body: { title: 'No', status: 400 },
      })
      await account.finalize(id)
      await account.until(id, 'blocked')
      await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'mended' })
      await account.until(id, 'synced')
      return undefined
    },
  },
  'invoice-unreachable-then-excluded': {
    walk: async ({ account, id }) => {
      await world.sequence.post('/_sandbox/faults', {
        kind: 'status',
        status: 503,
        probability: 1,
        match: { method: 'GET', path: `^/api/invoices/${id}` },
      })
      await account.finalize(id)
      await account.untilInvoice(id, (one) => one.errorText !== null, 'trouble')
      await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'no use' })
      await account.until(id, 'excluded')
      await world.sequence.delete('/_sandbox/faults')
      return undefined
    },
  },
  'invoice-removed': {
    walk: async ({ account, id }) => {
      await account.finalize(id)
      const { rilletId } = await account.until(id, 'synced')
      await account.rillet.delete(`/invoices/${rilletId}`)
      await account.until(id, 'removed')
      return undefined
    },
  },
  'invoice-voided-before-sync': {
    options: { linkCustomer: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'blocked')
      await account.sequence.post(`/invoices/${id}/void`)
      await account.until(id, 'voided')
      return undefined
    },
  },
  'invoice-with-stripe-link': {
    draft: { paymentProvider: 'STRIPE' },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      const { rilletId } = await account.until(id, 'synced')
      await account.pay(rilletId, '10.00')
      await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
      return undefined
    },
  },
  'invoice-dates-moved': {
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'synced')
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-01' })
      await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-02-01')
      return undefined
    },
  },
  'create-product': {
    options: { linkProduct: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'synced')
      return `create/${account.id}/product/${account.product.id}`
    },
  },
  'create-product-in-doubt': {
    options: { linkProduct: false },
    walk: async ({ account, id }) => {
      await rilletFault('commit_then_reset', '/products')
      await account.finalize(id)
      await account.until(id, 'synced')
      return `create/${account.id}/product/${account.product.id}`
    },
  },
  'create-customer': {
    options: { linkCustomer: false },
    walk: async ({ account }) => {
      await world.api.post(`${account.at}/customers/${account.customer.id}/create`)
      return `create/${account.id}/customer/${account.customer.id}`
    },
  },
  customer: {
    walk: async ({ account }) => {
      await account.sequence.put(`/customers/${account.customer.id}`, {
        legalName: 'Another name',
        address: account.customer.address,
        taxStatus: 'TAXED',
        contacts: [{ name: 'Ann', email: 'ann@example.com', billingPreference: 'PRIMARY' }],
      })
      const workflowId = `customer/${account.id}/${account.customer.id}`
      const handle = world.temporal.workflow.getHandle(workflowId)
      await expect
        .poll(async () => (await handle.describe().catch(() => null))?.status.name)
        .toBe('COMPLETED')
      return workflowId
    },
  },
  bulk: {
    options: { linkCustomer: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'blocked')
      const { bulkId } = await world.api.post(`${account.at}/bulk/retry`, {
        invoiceIds: [id],
        reason: 'to be recorded',
      })
      const over = async () => (await world.api.get(`${account.at}/bulk/${bulkId}`)).state
      await expect.poll(over).toBe('done')
      return `bulk/${account.id}/${bulkId}`
    },
  },
  'sweep-changes': {
    walk: async ({ account }) => {
      await runSweep(world, account, 'changes')
      return `sweep/${account.id}/changes`
    },
  },
  'sweep-full': {
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'synced')
      await runSweep(world, account, 'full')
      return `sweep/${account.id}/full`
    },
  },
  'sweep-sequence': {
    walk: async ({ account }) => {
      await runSweep(world, account, 'sequence')
      return `sweep/${account.id}/sequence`
    },
  },
  'sweep-skipped': {
    walk: async ({ account }) => {
      await world.api.delete(`${account.at}/connection`)
      await runSweep(world, account, 'changes')
      return `sweep/${account.id}/changes`
    },
  },
  connect: { walk: async ({ account }) => `connect/${account.id}` },
  preview: {
    walk: async ({ account, id }) => {
      const preview = await world.api.get(`${account.at}/invoices/${id}/preview`)
      expect(preview.problems).toEqual([
        expect.objectContaining({ code: 'invoice_number_missing' }),
      ])
      return `preview/${account.id}/${id}`
    },
  },
}

test.each(Object.entries(paths))('%s', async (name, { options, draft, walk }) => {
  const account = await createAccount(world, options)
  const id = await account.draft(draft)
  const workflowId = (await walk({ account, id })) ?? `invoice/${account.id}/${id}`
  const history = await world.temporal.workflow.getHandle(workflowId).fetchHistory()
  const workflowBundle = inject('workflowBundle')
  await Worker.runReplayHistory({ workflowBundle }, history, workflowId)
  if (process.env['RECORD_HISTORIES'] === undefined) return
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${name}.json`, folder), withoutMachine(historyToJSON(history)))
})

/** Where it was recorded does not matter, and is nobody's business. */
const withoutMachine = (history: string) =>
  `${JSON.stringify(JSON.parse(history), (key, value: unknown) =>
    key === 'stackTrace' || key === 'identity' ? undefined : value,
  )}\n`

test('every path has a recorded history', async () => {
  for (const name of Object.keys(paths)) {
    const recorded = await readFile(new URL(`${name}.json`, folder), 'utf8')
    expect(JSON.parse(recorded).events.length).toBeGreaterThan(2)
  }
})
