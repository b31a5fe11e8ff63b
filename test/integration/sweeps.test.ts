import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest'
import { createSweepRecordActivities } from '../../activities/sweep.ts'
import { createSweepTiming, createTiming } from '../../domain/timing.ts'
import { changedUntil } from '../../store/sweep-mark.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { runSweep, silenceWebhooks, untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const sweep = (kind: string) => runSweep(world, account, kind)
const differences = async (runId: string): Promise<Json[]> =>
  (await world.api.get(`${account.at}/sweeps/${runId}/differences`)).items
const rilletCalls = async (): Promise<string[]> => {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=50000')
  return requests
    .filter(({ path }: Json) => !path.startsWith('/_sandbox') && !path.startsWith('/app'))
    .map(({ method, path }: Json) => `${method} ${path.split('?')[0]}`)
}

describe('with the webhooks switched off for good', () => {
  beforeAll(async () => {
    account = await createAccount(world, { settings: { unknownInvoices: 'sync' } })
    await silenceWebhooks(world)
  })
  afterAll(async () => {
    await world.rillet.delete('/_sandbox/faults')
    await world.sequence.delete('/_sandbox/faults')
  })

  const synced = async (draft: Json = {}): Promise<{ id: string; rilletId: string }> => {
    const id = await account.draft(draft)
    await account.finalize(id)
    await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'no webhook comes' })
    const { rilletId } = await account.until(id, 'synced')
    return { id, rilletId }
  }

  test('a new invoice is found in Sequence and synced', async () => {
    const id = await account.draft()
    await account.finalize(id)
    await pastGrace()
    const { found } = await sweep('sequence')
    expect(found).toBe(1)
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
  })

  test('payments come: a part, the rest, and one that is deleted again', async () => {
    const { id, rilletId } = await synced()
    await account.pay(rilletId, '40.00')
    await sweep('changes')
    await account.until(id, 'partially_paid')
    await untilAsleep(world, account, id) // else its own last look may find the rest before the sweep
    const rest = await account.pay(rilletId, '60.00')
    const { runId } = await sweep('changes')
    await account.until(id, 'paid')
    expect((await differences(runId))[0]).toMatchObject({ invoiceId: id, healed: true })
    expect(await account.paymentStatus(id)).toBe('PAID')
    await account.rillet.delete(`/invoices/${rilletId}/payments/${rest.id}`)
    await sweep('changes')
    await account.until(id, 'partially_paid')
  })

  test('the same payment twice on one day, deleted both times, is seen both times', async () => {
    const bumps = (paymentBumpsInvoice: string) =>
      world.rillet.put('/_sandbox/switches', { paymentBumpsInvoice })
    await bumps('off')
    onTestFinished(() => bumps('on'))
    const { id, rilletId } = await synced()
    for (let times = 0; times < 2; times++) {
      const payment = await account.pay(rilletId, '100.00')
      await sweep('changes')
      await account.until(id, 'paid')
      await untilAsleep(world, account, id) // else its own last look may find it before the sweep
      await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
      await sweep('full')
      await account.until(id, 'synced')
    }
    await expect.poll(() => account.paymentStatus(id)).toBe('UNPAID')
  })

  /** As a person in Rillet does it. */
  const editDueDate = async (rilletId: string, due_date: string) => {
    const invoice = await account.rillet.get(`/invoices/${rilletId}`)
    await account.rillet.put(`/invoices/${rilletId}`, {
      scope: 'REVENUE_RECOGNITION_ONLY',
      invoice_date: invoice.invoice_date,
      due_date,
      invoice_number: invoice.invoice_number,
      items: invoice.items.map(({ id: item, description, revenue }: Json) => ({
        id: item,
        description,
        revenue,
      })),
      external_references: invoice.external_references,
    })
  }

  test('dates that were edited in Rillet are shown as drift', async () => {
    const { id, rilletId } = await synced()
    await editDueDate(rilletId, '2027-03-31')
    await sweep('changes')
    await account.until(id, 'drift')
    const again = await sweep('changes')
    expect(again.found).toBe(0)
  })

  test('an edit in Rillet that is taken back ends the drift', async () => {
    const { id, rilletId } = await synced()
    const { due_date } = await account.rillet.get(`/invoices/${rilletId}`)
    await editDueDate(rilletId, '2027-03-31')
    await sweep('changes')
    await account.until(id, 'drift')
    await untilAsleep(world, account, id) // else its own last look may find it before the sweep
    await editDueDate(rilletId, due_date)
    const { runId } = await sweep('changes')
    await account.until(id, 'synced')
    const [difference] = await differences(runId)
    expect(difference).toMatchObject({ invoiceId: id, what: 'changed', healed: true })
  })

  test('dates that moved in Sequence reach Rillet', async () => {
    const { id } = await synced()
    await account.sequence.post(`/invoices/${id}/send`)
    await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-15' })
    const { runId } = await sweep('sequence')
    await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-02-15')
    await expect
      .poll(async () => (await differences(runId)).map(({ healed }) => healed))
      .toEqual([true])
  })

  test('an invoice that was deleted in Rillet is removed within one full sweep', async () => {
    const { id, rilletId } = await synced()
    await account.rillet.delete(`/invoices/${rilletId}`)
    await sweep('changes')
    expect((await account.invoice(id)).state).toBe('synced')
    const { found } = await sweep('full')
    expect(found).toBe(1)
    await account.until(id, 'removed')
  })

  test('an invoice that was voided in Sequence is noticed', async () => {
    const { id } = await synced()
    await account.sequence.post(`/invoices/${id}/void`)
    await sweep('sequence')
    await account.untilInvoice(id, ({ state }) => state !== 'synced', 'anything but synced')
  })
})

describe('what the changes sweep has read is not read again', () => {
  beforeEach(async () => {
    account = await createAccount(world)
  })
  afterEach(async () => {
    await world.rillet.delete('/_sandbox/faults')
    await world.sequence.delete('/_sandbox/faults')
  })

  const mark = () =>
    changedUntil(world.db, { accountId: account.id, organizationId: account.organization.id })
  const booked = async () => {
    const id = await account.draft()
    await account.finalize(id)
    const { rilletId } = await account.until(id, 'synced')
    await untilAsleep(world, account, id)
    return { id, rilletId }
  }

  test('but for what Rillet stamped before the last one, and showed only after it', async () => {
    await world.rillet.put('/_sandbox/switches', { paymentBumpsInvoice: 'off' })
    onTestFinished(() =>
      world.rillet.put('/_sandbox/switches', { paymentBumpsInvoice: 'on', listingLagMs: 0 }),
    )
    const { id, rilletId } = await booked()
    await silenceWebhooks(world)
    await world.rillet.put('/_sandbox/switches', { listingLagMs: 3_600_000 })
    const { updated_at: stamped } = await account.pay(rilletId, '40.00')
    expect((await sweep('changes')).found).toBe(0)
    expect((await mark())?.getTime()).toBeGreaterThan(Date.parse(stamped))

    await world.rillet.put('/_sandbox/switches', { listingLagMs: 0 })
    expect((await sweep('changes')).found).toBeGreaterThan(0)
    await account.until(id, 'partially_paid')
  })

  test('unless it failed: then the next one asks for the same again', async () => {
    await sweep('changes')
    const before = await mark()
    expect(before).not.toBeNull()
    await world.rillet.post('/_sandbox/faults', {
      kind: 'status',
      status: 422,
      match: { method: 'GET', path: '^/invoice-payments$' },
    })
    expect(await sweep('changes')).toMatchObject({ outcome: 'failed' })
    expect(await mark()).toEqual(before)
    await sweep('changes')
    expect(await mark()).not.toEqual(before)
  })

  test('unless a part of it was given up', async () => {
    await sweep('changes')
    const before = await mark()
    const timing = { timing: createTiming(100, 60_000), sweeps: createSweepTiming(100) }
    const deps = { db: world.db, vendors: world.vendors, publicUrl: world.apiUrl, ...timing }
    const { beginSweep, endSweep } = createSweepRecordActivities(deps)
    const ref = { accountId: account.id, runId: 'given up' }
    expect(await beginSweep({ ...ref, kind: 'changes' })).toBe(true)
    await endSweep({ ...ref, failed: true })
    expect(await mark()).toEqual(before)
  })
})

/** A webhook of a change that is younger may be on its way. */
const pastGrace = () =>
  new Promise((resolve) => setTimeout(resolve, 120_000 / world.timeScale + 100))

describe('when nothing is wrong', () => {
  beforeEach(async () => {
    account = await createAccount(world)
  })

  const quiet = async (state = 'synced') => {
    const id = await account.draft()
    await account.finalize(id)
    const { rilletId } = await account.until(id, 'synced')
    if (state === 'paid') {
      await account.pay(rilletId, '100.00')
      await account.until(id, 'paid')
    }
    return id
  }

  /** All but when Rillet's side was last read: the sweep did read it. */
  const standing = (invoice: Json) => ({
    ...invoice,
    rillet: { ...invoice['rillet'], readAt: null, dueAt: null },
  })

  test('a sweep of changes takes two calls and wakes nobody', async () => {
    const ids = [await quiet(), await quiet('paid')]
    await sweep('changes')
    await world.rillet.delete('/_sandbox/requests')
    const before = await Promise.all(ids.map((id) => account.invoice(id)))
    const run = await sweep('changes')
    expect(run).toMatchObject({ outcome: 'done', calls: 2, found: 0 })
    expect(await rilletCalls()).toEqual(['GET /invoices', 'GET /invoice-payments'])
    const after = await Promise.all(ids.map((id) => account.invoice(id)))
    expect(after.map(standing)).toEqual(before.map(standing))
  })

  test('sweeps of everything find nothing either', async () => {
    await quiet()
    await quiet('paid')
    expect(await sweep('full')).toMatchObject({ outcome: 'done', found: 0, ours: 2 })
    expect(await sweep('sequence')).toMatchObject({ outcome: 'done', found: 0, ours: 2 })
  })
})

describe('an invoice that no webhook told of', () => {
  const lost = async (settings: Json): Promise<string> => {
    account = await createAccount(world, { settings })
    const id = await account.draft()
    await account.sequence.post(`/invoices/${id}/mark-as-sent`)
    await pastGrace()
    await sweep('sequence')
    return id
  }

  const hearAgain = async () => {
    await world.sequence.delete('/_sandbox/faults')
    await world.rillet.delete('/_sandbox/faults')
  }

  test('is asked about by default, and synced by a retry', async () => {
    const id = await lost({})
    const asked = await account.invoice(id)
    expect(asked.state).toBe('excluded')
    expect(asked.problems.map(({ code }: Json) => code)).toEqual(['found_in_sequence'])
    expect(asked.grossTotal).toBe('100.00')
    expect(await account.booked(id)).toEqual([])
    expect((await sweep('sequence')).found).toBe(0)

    await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'it is to be booked' })
    await account.until(id, 'synced')
  })

  test('is left out for good when a person says so, with the reason in its timeline', async () => {
    const id = await lost({})
    await world.api.post(`${account.at}/invoices/${id}/leave-out`, { reason: 'booked by hand' })
    const { problems, state } = await account.invoice(id)
    expect({ problems, state }).toEqual({ problems: [], state: 'excluded' })
    const { items } = await world.api.get(`${account.at}/invoices/${id}/timeline`)
    expect(items[0]).toMatchObject({ kind: 'person.exclude', reason: 'booked by hand' })
    const again = await world.api.ask('POST', `${account.at}/invoices/${id}/leave-out`, {
      reason: 'twice',
    })
    expect(again.status).toBe(404)
  })

  test('stays unknown where the setting says so', async () => {
    const id = await lost({ unknownInvoices: 'ignore' })
    expect((await world.api.ask('GET', `${account.at}/invoices/${id}`)).status).toBe(404)
  })

  test('is synced after all when its late webhook says that it was issued', async () => {
    account = await createAccount(world)
    await silenceWebhooks(world)
    const id = await account.draft()
    await account.finalize(id)
    await pastGrace()
    await sweep('sequence')
    expect((await account.invoice(id)).state).toBe('excluded')
    await hearAgain()
    await account.sequence.post(`/invoices/${id}/send`)
    await account.until(id, 'synced')
  })

  test('is not asked about when a webhook did tell of it, whatever became of its run', async () => {
    account = await createAccount(world)
    await silenceWebhooks(world)
    const id = await account.draft()
    await account.finalize(id)
    await world.db
      .insertInto('inbox')
      .values({
        account_id: account.id,
        source: 'sequence',
        delivery_id: id,
        event: 'INVOICE_ISSUED',
        resource_id: id,
        body: '{}',
        status: 'handed_over',
      })
      .execute()
    await pastGrace()
    await sweep('sequence')
    await account.until(id, 'synced')
    await hearAgain()
  })

  test('is synced by its late webhook although it was read while it was left out', async () => {
    account = await createAccount(world)
    await silenceWebhooks(world)
    const id = await account.draft()
    await account.finalize(id)
    await pastGrace()
    await sweep('sequence')
    const { updatedAt } = await account.sequence.get(`/invoices/${id}`)
    await world.db
      .updateTable('invoice')
      .set({ source_version: updatedAt })
      .where('invoice_id', '=', id)
      .execute()
    await hearAgain()
    const { deliveries } = await world.sequence.get('/_sandbox/deliveries?state=dropped')
    const [late] = deliveries.filter(
      ({ body }: Json) => body.includes(id) && body.includes('"FINAL"'),
    )
    await world.sequence.post(`/_sandbox/deliveries/${late.id}/resend`)
    await account.until(id, 'synced')
  })

  test('from before the start date is none of the sweep’s business', async () => {
    const id = await lost({ startDate: '2026-11-02' })
    expect((await world.api.ask('GET', `${account.at}/invoices/${id}`)).status).toBe(404)
  })
})

describe('what only a person can judge', () => {
  test('two live Rillet invoices with one reference are an alert, until one is deleted', async () => {
    account = await createAccount(world)
    const id = await account.draft()
    await account.finalize(id)
    const { rilletId } = await account.until(id, 'synced')
    const { invoices } = await world.rillet.post(
      `/_sandbox/organizations/${account.organization.id}/invoices/fill`,
      { like: rilletId, count: 1, referenceIds: [id] },
    )
    await sweep('changes')
    const { items } = await world.api.get(`${account.at}/sweeps/findings`)
    expect(items).toEqual([expect.objectContaining({ kind: 'duplicate_in_rillet', invoiceId: id })])
    expect(new Set(items[0].rilletIds)).toEqual(new Set([rilletId, invoices[0].id]))
    const alerts = async () =>
      (await world.api.get(`${account.at}/timeline`)).items.filter(
        ({ kind }: Json) => kind === 'alert.duplicate_in_rillet',
      )
    expect(await alerts()).toHaveLength(1)
    await sweep('full')
    expect(await alerts()).toHaveLength(1)

    await account.rillet.delete(`/invoices/${invoices[0].id}`)
    await sweep('full')
    expect((await world.api.get(`${account.at}/sweeps/findings`)).items).toEqual([])
  })
})

test('a second sweep of a kind does not run beside the first', async () => {
  account = await createAccount(world)
  await world.db
    .insertInto('sweep_run')
    .values({ account_id: account.id, run_id: 'first', kind: 'full', actor: 'schedule' })
    .execute()
  const second = await world.api.post(`${account.at}/sweeps/full/run`)
  expect(second).toMatchObject({ runId: 'first', alreadyRunning: true })
})

test('a disconnected account is not swept, and the run says why', async () => {
  account = await createAccount(world)
  await world.api.delete(`${account.at}/connection`)
  const run = await sweep('changes')
  expect(run).toMatchObject({ outcome: 'skipped', calls: 0 })
  expect(run.problem.code).toBe('disconnected')
})
