import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createWorkflowId } from '../../domain/ids.ts'
import { type Account, createAccount } from '../support/account.ts'
import { draftNote, finalizeNote, untilNote } from '../support/credit-notes.ts'
import type { Json } from '../support/http.ts'
import { runSweep, silenceWebhooks, untilAsleep, untilAtRest } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const taxCodes = [
  {
    code: 'US_SALES',
    country: 'US',
    type: 'SALES_TAX',
    description: 'Sales tax',
    percentage: null,
  },
]

const newAccount = (settings: Json = {}, more: Json = {}) =>
  createAccount(world, { settings: { taxCodes, creditNotes: 'sync', ...settings }, ...more })

const synced = (account: Account, draft: Json = {}) => account.synced(draft)

const until = (account: Account, id: string, state: string): Promise<Json> =>
  untilNote(world, account, { id, state })

/** As Rillet's users would: what is set off is undone first. */
async function deleteMemo(account: Account, id: string): Promise<void> {
  await account.rillet.delete(`/credit-memos/${id}/applications`)
  await account.rillet.delete(`/credit-memos/${id}`)
}

/** As six hours later: wakes the note's run, and waits until it has looked. */
async function lookAgain(account: Account, id: string): Promise<void> {
  const run = world.temporal.workflow.getHandle(createWorkflowId(account.id, 'credit_memo', id))
  const looks = async () => {
    const { events } = await run.fetchHistory()
    return (events ?? []).filter((one) => one.activityTaskCompletedEventAttributes).length
  }
  const before = await looks()
  await run.signal('creditNoteChanged', {})
  await expect.poll(looks).toBeGreaterThan(before)
}

async function memosOf(account: Account, id: string): Promise<Json[]> {
  const { creditMemos } = await account.books()
  return creditMemos.filter((one: Json) =>
    one.external_references.some((ref: Json) => ref.id === id),
  )
}

test('a note of an invoice becomes one credit memo, every line and cent, set off once', async () => {
  const account = await newAccount()
  const { id: invoiceId, rilletId } = await synced(account)
  const servicePeriod = { start: '2026-11-01', endInclusive: '2026-11-15' }
  const id = await draftNote(account, {
    invoiceId,
    lines: [
      { rate: '12.50', quantity: '2', taxRate: '0.1', servicePeriod },
      { rate: '3.33', quantity: '1' },
    ],
  })
  await finalizeNote(account, id)
  const note = await until(account, id, 'synced')
  const [memo, ...more] = await memosOf(account, id)
  expect(more).toEqual([])
  expect(memo).toMatchObject({
    credit_memo_number: note['number'],
    credit_memo_date: '2026-11-10',
    total: { amount: '30.83' },
    taxed_amount: { amount: '2.50' },
    status: 'APPLIED',
    applications: [{ invoice_id: rilletId, amount: { amount: '30.83' } }],
  })
  expect(memo?.items[0].revenue.period).toEqual({ start: '2026-11-01', end: '2026-11-15' })
  expect(note).toMatchObject({ grossTotal: '30.83', appliedTotal: '30.83', rilletId: memo?.id })

  // The invoice’s own run sees the credit, with no webhook of credit memos.
  await account.pay(rilletId, '69.17')
  await account.until(invoiceId, 'paid')
})

test('tripled and shuffled news leads to the same one memo', async () => {
  const account = await newAccount()
  const { id: invoiceId } = await synced(account)
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  await Promise.all(
    ['retry', 'retry', 'retry'].map((how) =>
      world.api.post(`${account.at}/credit-notes/${id}/${how}`, {}),
    ),
  )
  await account.sequence.post(`/credit-notes/${id}/send`)
  await until(account, id, 'synced')
  const [memo, ...more] = await memosOf(account, id)
  expect(more).toEqual([])
  expect(memo?.applications).toHaveLength(1)
})

test('a memo that was deleted in Rillet is made again, and set off, when a person asks for it', async () => {
  const account = await newAccount()
  const { id: invoiceId, rilletId } = await synced(account)
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const { rilletId: memoId } = await until(account, id, 'synced')
  await deleteMemo(account, memoId)

  await account.sequence.post(`/credit-notes/${id}/send`)
  const { problems } = await until(account, id, 'blocked')
  expect(problems.map(({ code }: Json) => code)).toEqual(['credit_memo_removed'])
  await lookAgain(account, id)
  expect(await memosOf(account, id)).toEqual([])

  await world.api.post(`${account.at}/credit-notes/${id}/retry`, { reason: 'it was a slip' })
  await until(account, id, 'synced')
  const [memo, ...more] = await memosOf(account, id)
  expect(more).toEqual([])
  expect(memo?.applications).toMatchObject([{ invoice_id: rilletId }])
})

test('a wish from before its memo was deleted is no wish for another one', async () => {
  const account = await newAccount()
  const { id: invoiceId } = await synced(account)
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const { rilletId: memoId } = await until(account, id, 'synced')
  await deleteMemo(account, memoId)

  await world.api.post(`${account.at}/credit-notes/${id}/retry`, { reason: 'a look' })
  await until(account, id, 'blocked')
  await lookAgain(account, id)
  expect(await memosOf(account, id)).toEqual([])
})

test('who asks for another memo while it is being found out that it was deleted is heard', async () => {
  const account = await newAccount()
  const { id: invoiceId } = await synced(account)
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const { rilletId: memoId } = await until(account, id, 'synced')
  await deleteMemo(account, memoId)

  await world.rillet.put('/_sandbox/switches', { latencyMs: 1_500 })
  await account.sequence.post(`/credit-notes/${id}/send`)
  const run = world.temporal.workflow.getHandle(createWorkflowId(account.id, 'credit_memo', id))
  const looking = async () => (await run.describe()).raw.pendingActivities?.length ?? 0
  await expect.poll(looking).toBe(1)
  await world.api.post(`${account.at}/credit-notes/${id}/retry`, { reason: 'it was a slip' })
  await world.rillet.put('/_sandbox/switches', { latencyMs: 0 })
  await until(account, id, 'synced')
  await expect.poll(() => memosOf(account, id)).toHaveLength(1)
})

test('an invoice that is made anew in Rillet is credited again', async () => {
  const account = await newAccount()
  const { id: invoiceId, rilletId } = await synced(account)
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const { rilletId: memoId } = await until(account, id, 'synced')
  await account.rillet.delete(`/credit-memos/${memoId}/applications`)
  await account.rillet.delete(`/invoices/${rilletId}`)
  await account.until(invoiceId, 'removed')
  await world.api.post(`${account.at}/invoices/${invoiceId}/retry`, { reason: 'it was a slip' })
  const { rilletId: anew } = await account.until(invoiceId, 'partially_paid')
  expect(anew).not.toBe(rilletId)
  const [memo, ...more] = await memosOf(account, id)
  expect(more).toEqual([])
  expect(memo?.applications).toMatchObject([{ invoice_id: anew, amount: { amount: '40.00' } }])
})

test('a note that stands alone stays the customer’s credit', async () => {
  const account = await newAccount()
  const id = await draftNote(account)
  await finalizeNote(account, id)
  await until(account, id, 'synced')
  const [memo] = await memosOf(account, id)
  expect(memo).toMatchObject({ status: 'UNAPPLIED', total: { amount: '40.00' } })
})

test('it waits for its invoice, and goes on when that is booked', async () => {
  const account = await newAccount({}, { linkCustomer: false })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'blocked')
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const blocked = await until(account, id, 'blocked')
  expect(blocked['problems'].map(({ code }: Json) => code).sort()).toEqual([
    'customer_not_linked',
    'invoice_not_in_rillet',
  ])
  await account.linkCustomer(account.customer)
  await until(account, id, 'synced')
  expect(await memosOf(account, id)).toHaveLength(1)
})

test('an unmapped product is created first, as for invoices', async () => {
  const account = await newAccount({}, { linkProduct: false })
  const id = await draftNote(account)
  await finalizeNote(account, id)
  await until(account, id, 'synced')
  const { products } = await account.books()
  const made = products.filter((one: Json) =>
    one.external_references.some((ref: Json) => ref.id === account.product.id),
  )
  expect(made).toHaveLength(1)
  expect((await memosOf(account, id))[0]?.items[0].product_id).toBe(made[0].id)
})

test('more than is open is not set off: the rest stays as credit, and that is said', async () => {
  const account = await newAccount()
  const { id: invoiceId, rilletId } = await synced(account)
  await account.pay(rilletId, '90.00')
  await account.until(invoiceId, 'partially_paid')
  const id = await draftNote(account, { invoiceId })
  await finalizeNote(account, id)
  const note = await until(account, id, 'synced')
  expect(note).toMatchObject({ appliedTotal: '10', note: expect.stringContaining('30 USD stays') })
})

describe('voided', () => {
  test('the set-off is undone and the memo deleted', async () => {
    const account = await newAccount()
    const { id: invoiceId, rilletId } = await synced(account)
    const id = await draftNote(account, { invoiceId })
    await finalizeNote(account, id)
    await until(account, id, 'synced')
    await account.sequence.post(`/credit-notes/${id}/void`)
    await until(account, id, 'voided')
    expect(await memosOf(account, id)).toEqual([])
    const invoice = await account.rillet.get(`/invoices/${rilletId}`)
    expect(invoice.amount_due.amount).toBe('100.00')
  })

  test('a memo that Rillet’s users set off elsewhere is left, and that is said', async () => {
    const account = await newAccount()
    const { rilletId } = await synced(account)
    const id = await draftNote(account)
    await finalizeNote(account, id)
    const { rilletId: memoId } = await until(account, id, 'synced')
    const applications = [
      {
        invoice_id: rilletId,
        amount: { amount: '5.00', currency: 'USD' },
        application_date: '2026-11-12',
      },
    ]
    await account.rillet.post(`/credit-memos/${memoId}/applications`, { applications })
    await account.sequence.post(`/credit-notes/${id}/void`)
    const blocked = await until(account, id, 'blocked')
    expect(blocked['problems']).toMatchObject([{ code: 'credit_memo_in_use' }])
    expect(await memosOf(account, id)).toHaveLength(1)
    await account.rillet.delete(`/credit-memos/${memoId}/applications`)
    await world.api.post(`${account.at}/credit-notes/${id}/retry`, {})
    await until(account, id, 'voided')
    expect(await memosOf(account, id)).toEqual([])
  })
})

describe('misfortunes', () => {
  test.each([
    ['booked, and the answer is lost', 'commit_then_reset', 'POST', '^/credit-memos$'],
    ['lost on the way', 'reset', 'POST', '^/credit-memos$'],
    [
      'set off, and the answer is lost',
      'commit_then_reset',
      'POST',
      '^/credit-memos/[^/]+/applications$',
    ],
    ['throttled', 'throttle', 'POST', '^/credit-memos$'],
  ])('%s: one memo, set off once', async (_, kind, method, path) => {
    const account = await newAccount()
    const { id: invoiceId } = await synced(account)
    const id = await draftNote(account, { invoiceId })
    await world.rillet.post('/_sandbox/faults', { kind, match: { method, path } })
    await finalizeNote(account, id)
    await until(account, id, 'synced')
    const [memo, ...more] = await memosOf(account, id)
    expect(more).toEqual([])
    expect(memo).toMatchObject({
      status: 'APPLIED',
      applications: [{ amount: { amount: '40.00' } }],
    })
  })

  test('a closed period holds it, until it is opened', async () => {
    const account = await newAccount()
    const books = `/_sandbox/organizations/${account.organization.id}/books`
    await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
    const id = await draftNote(account)
    await finalizeNote(account, id)
    const blocked = await until(account, id, 'blocked')
    expect(blocked['problems']).toMatchObject([{ code: 'period_closed' }])
    await world.rillet.post(`${books}/reopen`)
    await until(account, id, 'synced')
    expect(await memosOf(account, id)).toHaveLength(1)
  })

  describe('by the rule', () => {
    /** A note of 10 November, while the books are closed up to the end of the month. */
    async function inClosedPeriod(closedPeriodPolicy: string, header: Json = {}) {
      const account = await newAccount({ closedPeriodPolicy })
      const books = `/_sandbox/organizations/${account.organization.id}/books`
      const invoice = await synced(account)
      await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
      const id = await draftNote(account, { ...header, invoiceId: invoice.id })
      const reopen = () => world.rillet.post(`${books}/reopen`)
      return { account, id, invoice, reopen }
    }
    const retry = (account: Account, id: string) =>
      world.api.post(`${account.at}/credit-notes/${id}/retry`, { reason: 'it is to be booked' })

    test('dateOnOpenDay it is dated on the first open day, and set off on it', async () => {
      const { account, id, invoice } = await inClosedPeriod('dateOnOpenDay')
      await finalizeNote(account, id)
      const { problems } = await until(account, id, 'synced')
      expect(problems).toEqual([])
      expect(await memosOf(account, id)).toMatchObject([
        {
          credit_memo_date: '2026-12-01',
          applications: [{ invoice_id: invoice.rilletId, application_date: '2026-12-01' }],
        },
      ])
      const { items } = await world.api.get(`${account.at}/invoices/${invoice.id}/timeline`)
      const dated = items.find(({ kind }: Json) => kind === 'credit_note.dated')
      expect(dated.data).toMatchObject({ accountingDate: '2026-11-10', bookedOn: '2026-12-01' })
    })

    test('dateOnOpenDay one whose answer was lost keeps the day that was sent', async () => {
      const { account, id, reopen } = await inClosedPeriod('dateOnOpenDay')
      const match = { method: 'POST', path: '^/credit-memos$' }
      await world.rillet.post('/_sandbox/faults', { kind: 'commit_then_reset', match, skip: 1 })
      await finalizeNote(account, id)
      await until(account, id, 'in_doubt')
      await reopen()
      await until(account, id, 'synced')
      expect(await memosOf(account, id)).toMatchObject([
        {
          credit_memo_date: '2026-12-01',
          applications: [{ application_date: '2026-12-01' }],
        },
      ])
    })

    test.each(['exclude', 'markAsSynced'])('%s it is left out, until a person asks', async (by) => {
      const { account, id, invoice, reopen } = await inClosedPeriod(by)
      await finalizeNote(account, id)
      const out = await until(account, id, 'excluded')
      expect(out['note']).toMatch(/account’s rule.*2026-11-10/)
      const { items } = await world.api.get(`${account.at}/invoices/${invoice.id}/timeline`)
      const told = items.filter(({ kind }: Json) => kind === 'credit_note.left_out')
      expect(told).toMatchObject([{ actor: 'sync', data: { rule: by } }])

      await retry(account, id)
      const held = await until(account, id, 'blocked')
      expect(held['problems']).toMatchObject([{ code: 'period_closed' }])
      await reopen()
      await until(account, id, 'synced')
      expect(await memosOf(account, id)).toHaveLength(1)
    })

    test('exclude one that was left out stays so when the books are opened', async () => {
      const { account, id, reopen } = await inClosedPeriod('exclude')
      await finalizeNote(account, id)
      const { note } = await until(account, id, 'excluded')
      await reopen()
      const runId = createWorkflowId(account.id, 'credit_memo', id)
      const run = () => world.temporal.workflow.getHandle(runId).describe()
      const isOver = async () => (await run()).status.name === 'COMPLETED'
      // A run that is not over yet would take the news itself.
      await expect.poll(isOver).toBe(true)
      const { runId: first } = await run()
      await account.sequence.post(`/credit-notes/${id}/send`)
      await expect.poll(async () => (await run()).runId).not.toBe(first)
      await expect.poll(isOver).toBe(true)
      expect(await until(account, id, 'excluded')).toMatchObject({ note })
      expect(await memosOf(account, id)).toEqual([])
      await retry(account, id)
      await until(account, id, 'synced')
    })

    test('ask it waits: there is no button to decide about it', async () => {
      const { account, id, reopen } = await inClosedPeriod('ask')
      await finalizeNote(account, id)
      await until(account, id, 'blocked')
      await reopen()
      await until(account, id, 'synced')
    })
  })

  test('so does one that Rillet’s refusal does not name', async () => {
    const account = await newAccount()
    const books = `/_sandbox/organizations/${account.organization.id}/books`
    await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
    const match = { method: 'POST', path: '^/credit-memos$' }
    const { id: fault } = await world.rillet.post('/_sandbox/faults', {
      kind: 'status',
      status: 422,
      match,
      probability: 1,
    })
    const id = await draftNote(account)
    await finalizeNote(account, id)
    const blocked = await until(account, id, 'blocked')
    expect(blocked['problems']).toMatchObject([{ code: 'period_closed' }])
    await world.rillet.delete(`/_sandbox/faults/${fault}`)
    await world.rillet.post(`${books}/reopen`)
    await until(account, id, 'synced')
  })

  test('a missing set-up holds it, until a try goes through: then all that wait go on', async () => {
    const account = await newAccount()
    const types = `/_sandbox/organizations/${account.organization.id}/reference-types/sequencehq`
    await world.rillet.delete(types)
    const ids = [await draftNote(account), await draftNote(account)]
    for (const id of ids) {
      await finalizeNote(account, id)
      const blocked = await until(account, id, 'blocked')
      expect(blocked['problems']).toMatchObject([{ code: 'missing_setup' }])
    }
    await world.rillet.put(types, { restricted: true })
    for (const id of ids) {
      await until(account, id, 'synced')
      expect(await memosOf(account, id)).toHaveLength(1)
    }
  })
})

test('without the setting they are left alone; a person may ask for one', async () => {
  const account = await newAccount({ creditNotes: 'ignore' })
  const id = await draftNote(account)
  await finalizeNote(account, id)
  const outcomes = async () => {
    const { items } = await world.api.get(`${account.at}/deliveries?limit=100`)
    return items.filter((one: Json) => one.resourceId === id).map((one: Json) => one.outcome)
  }
  await expect.poll(outcomes).toContain('credit_notes_off')
  expect((await world.api.get(`${account.at}/credit-notes`)).items).toEqual([])
  await world.api.post(`${account.at}/credit-notes/${id}/retry`, {})
  await until(account, id, 'synced')
  const { items } = await world.api.get(`${account.at}/credit-notes?state=synced`)
  expect(items.map((one: Json) => one.id)).toEqual([id])
})

test('amounts that Sequence writes as negative are the same credit', async () => {
  const account = await newAccount()
  const id = await draftNote(account)
  await world.sequence.put('/_sandbox/switches', { creditNoteSign: 'negative' })
  await finalizeNote(account, id)
  await until(account, id, 'synced')
  await world.sequence.put('/_sandbox/switches', { creditNoteSign: 'positive' })
  expect((await memosOf(account, id))[0]).toMatchObject({ total: { amount: '40.00' } })
})

describe('with its webhooks lost', () => {
  const lost = async (settings: Json) => {
    const account = await newAccount(settings)
    const { id: invoiceId, rilletId } = await synced(account)
    await silenceWebhooks(world)
    const id = await draftNote(account, { invoiceId })
    await finalizeNote(account, id)
    return { account, id, invoiceId, rilletId, sweep: () => runSweep(world, account, 'sequence') }
  }
  afterEach(async () => {
    await world.rillet.delete('/_sandbox/faults')
    await world.sequence.delete('/_sandbox/faults')
  })

  test('a note is found by a sweep of Sequence, and so is that it was voided; then none is woken', async () => {
    const { account, id, invoiceId, rilletId, sweep } = await lost({
      startDate: '2026-11-01',
      unknownInvoices: 'sync',
    })
    /** What is set off reaches the invoice's payment status: before, a sweep may find the invoice itself. */
    const untilTold = async (state: string) => {
      await account.until(invoiceId, state)
      await untilAsleep(world, account, invoiceId)
    }
    expect(await sweep()).toMatchObject({ outcome: 'done', found: 1 })
    const { appliedTotal } = await until(account, id, 'synced')
    expect(Number(appliedTotal)).toBe(40)
    await untilTold('partially_paid')
    expect((await sweep())['found']).toBe(0)
    // What it still had to read would see the void before a sweep does.
    await untilAtRest(world, createWorkflowId(account.id, 'credit_memo', id))
    await account.sequence.post(`/credit-notes/${id}/void`)
    expect((await sweep())['found']).toBe(1)
    await until(account, id, 'voided')
    expect(await memosOf(account, id)).toEqual([])
    expect((await account.rillet.get(`/invoices/${rilletId}`)).amount_due.amount).toBe('100.00')
    await untilTold('synced')
    expect((await sweep())['found']).toBe(0)
  })

  test('a note that no webhook told of is asked about by default, and booked by a retry', async () => {
    const { account, id, sweep } = await lost({ startDate: '2026-11-01' })
    expect((await sweep())['found']).toBe(1)
    await account.sequence.post(`/credit-notes/${id}/mark-as-sent`)
    expect((await sweep())['found']).toBe(0)
    const asked = await until(account, id, 'excluded')
    expect(asked['note']).toContain('no webhook told of it')
    expect(await memosOf(account, id)).toEqual([])
    await world.api.post(`${account.at}/credit-notes/${id}/retry`, {})
    await until(account, id, 'synced')
    expect(await memosOf(account, id)).toHaveLength(1)
  })

  test('without a start date one that is dated before the account was connected counts by its day of issue', async () => {
    const { account, id, sweep } = await lost({ unknownInvoices: 'sync' })
    expect((await sweep())['found']).toBe(1)
    await until(account, id, 'synced')
    expect(await memosOf(account, id)).toHaveLength(1)
  })

  test('it stays unknown where credit notes are left alone, and costs no call', async () => {
    const { account, id, sweep } = await lost({ creditNotes: 'ignore', customerSync: 'off' })
    expect(await sweep()).toMatchObject({ outcome: 'done', found: 0, calls: 1 })
    expect((await world.api.ask('GET', `${account.at}/credit-notes/${id}`)).status).toBe(404)
  })
})
