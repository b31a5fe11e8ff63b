import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

const synced = (of = account, draft: Json = {}) => of.synced(draft)
const ask = (of: Account, id: string, what: string) =>
  world.api.post(`${of.at}/invoices/${id}/${what}`, { reason: 'as agreed' })
const codes = ({ problems }: Json) => problems.map(({ code }: Json) => code)
const books = (of: Account) => `/_sandbox/organizations/${of.organization.id}/books`
const close = (of: Account, end: string) => world.rillet.post(`${books(of)}/close`, { end })
const reopen = (of: Account) => world.rillet.post(`${books(of)}/reopen`)
const voidIt = (of: Account, id: string) => of.sequence.post(`/invoices/${id}/void`)
const rilletWrites = async (about: string): Promise<string[]> => {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=50000')
  return requests
    .filter(({ method, path }: Json) => method !== 'GET' && path.includes(about))
    .map(({ method, path }: Json) => `${method} ${path}`)
}

describe('voided in Sequence', () => {
  test('it is deleted in Rillet, once, and its webhook changes nothing more', async () => {
    const { id, rilletId } = await synced()
    await voidIt(account, id)
    expect(await account.until(id, 'voided')).toMatchObject({ rilletId: null, drift: [] })
    expect(await account.booked(id)).toEqual([])
    expect(await rilletWrites(rilletId)).toEqual([`DELETE /invoices/${rilletId}`])
  })

  test('before it was ever synced, Rillet is not asked', async () => {
    const own = await createAccount(world, { linkCustomer: false })
    const id = await own.draft()
    await own.finalize(id)
    await own.until(id, 'blocked')
    await world.rillet.delete('/_sandbox/requests')
    await voidIt(own, id)
    await own.until(id, 'voided')
    const { requests } = await world.rillet.get('/_sandbox/requests?limit=50000')
    expect(requests.filter(({ path }: Json) => path.includes('invoices'))).toEqual([])
  })

  test('with a payment it has to stay, says why, and is credited when a person wants that', async () => {
    const { id, rilletId } = await synced()
    const payment = await account.pay(rilletId, '30.00')
    await account.until(id, 'partially_paid')
    await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'UNPAID' })
    await voidIt(account, id)
    const held = await account.until(id, 'blocked')
    expect(codes(held)).toEqual(['void_refused', 'delete_held'])
    expect(held.actions).toEqual(expect.arrayContaining(['creditDifference', 'leave']))
    expect(held.drift).toMatchObject([{ field: 'status', side: 'sequence' }])

    await ask(account, id, 'credit-difference')
    const { note } = await account.until(id, 'voided')
    expect(note).toContain('30')
    const { creditMemos } = await account.books()
    const memos = creditMemos.filter(({ applications }: Json) =>
      applications.some((one: Json) => one.invoice_id === rilletId),
    )
    expect(memos).toMatchObject([{ total: { amount: '100.00' }, status: 'PARTIALLY_APPLIED' }])
    expect(payment.id).toBeTruthy()
  })

  test('where the period is closed it waits, and is deleted when the books are opened', async () => {
    const own = await createAccount(world)
    const { id } = await synced(own)
    await close(own, '2026-11-30')
    await voidIt(own, id)
    const held = await own.until(id, 'blocked')
    expect(codes(held)).toEqual(['void_refused', 'period_closed'])
    await reopen(own)
    await own.until(id, 'voided')
    expect(await own.booked(id)).toEqual([])
  })

  test('by the rule deleteOrCredit a closed period makes it a credit memo in the open one', async () => {
    const own = await createAccount(world, { settings: { voidPolicy: 'deleteOrCredit' } })
    const { id, rilletId } = await synced(own)
    await close(own, '2026-11-30')
    await voidIt(own, id)
    await own.until(id, 'voided')
    const { creditMemos } = await own.books()
    expect(creditMemos).toMatchObject([
      { total: { amount: '100.00' }, applications: [{ invoice_id: rilletId }] },
    ])
    expect(creditMemos[0].credit_memo_date > '2026-11-30').toBe(true)
  })

  test('by the rule ask nothing happens until a person decides', async () => {
    const own = await createAccount(world, { settings: { voidPolicy: 'ask' } })
    const [first, second] = [await synced(own), await synced(own)]
    for (const { id } of [first, second]) await voidIt(own, id)
    for (const { id } of [first, second]) {
      expect(codes(await own.until(id, 'blocked'))).toEqual(['source_voided_after_sync'])
    }
    await ask(own, first.id, 'delete-in-rillet')
    await own.until(first.id, 'voided')
    expect(await own.booked(first.id)).toEqual([])
    await ask(own, second.id, 'leave')
    await own.until(second.id, 'voided')
    expect(await own.booked(second.id)).toHaveLength(1)
  })
})

describe('changed in Sequence where Rillet allows no update', () => {
  const changed = async (of = account, rate = '-25') => {
    const made = await synced(of)
    await of.correct(made.id, rate)
    await of.sequence.post(`/invoices/${made.id}/send`)
    const drift = await of.until(made.id, 'drift')
    expect(codes(drift)).toEqual(expect.arrayContaining(['source_changed_after_sync']))
    expect(drift.drift.map(({ field }: Json) => field)).toEqual(['number of lines', 'total'])
    return made
  }

  test('it is deleted and made again when a person wants that, once', async () => {
    const { id, rilletId } = await changed()
    await ask(account, id, 'recreate')
    const again = await account.untilInvoice(
      id,
      (one) => one.state === 'synced' && one.rilletId !== rilletId,
      'another Rillet invoice',
    )
    const live = await account.booked(id)
    expect(live).toMatchObject([{ id: again.rilletId, total: { amount: '75.00' } }])
    expect(again.drift).toEqual([])
  })

  test('it is credited by the difference, and the rest is followed as before', async () => {
    const { id, rilletId } = await changed()
    await ask(account, id, 'credit-difference')
    await account.until(id, 'partially_paid')
    const { amount_due } = await account.rillet.get(`/invoices/${rilletId}`)
    expect(amount_due.amount).toBe('75.00')
    await account.pay(rilletId, '75.00')
    const paid = await account.until(id, 'paid')
    expect(paid.credits).toHaveLength(1)
    expect(await account.paymentStatus(id)).toBe('PAID')
  })

  test('it is left as it is, and is no drift any more', async () => {
    const { id } = await changed()
    await ask(account, id, 'leave')
    expect((await account.until(id, 'synced')).drift).toEqual([])
  })

  test('with a payment it cannot be made again, and says why', async () => {
    const { id, rilletId } = await changed(account, '-10')
    await account.pay(rilletId, '10.00')
    await account.untilInvoice(id, ({ payments }) => payments.length === 1, 'a payment')
    const { problems } = await ask(account, id, 'recreate')
    expect(codes({ problems })).toEqual(
      expect.arrayContaining(['recreate_refused', 'delete_held', 'source_changed_after_sync']),
    )
    expect(await account.booked(id)).toHaveLength(1)
  })
})

describe('closed periods', () => {
  test('an invoice waits for its period, and all that wait go on when it is opened', async () => {
    const own = await createAccount(world)
    await close(own, '2026-11-30')
    const ids = [await own.draft(), await own.draft()]
    for (const id of ids) await own.finalize(id)
    for (const id of ids) {
      const held = await own.until(id, 'blocked')
      expect(codes(held)).toEqual(['period_closed'])
      expect(held.problems[0].blockedOn).toBe('period:2026-11')
    }
    await reopen(own)
    for (const id of ids) await own.until(id, 'synced')
  })

  test('a person has it dated on the first open day; verified there, it stays so', async () => {
    const own = await createAccount(world)
    await close(own, '2026-11-30')
    const id = await own.draft()
    await own.finalize(id)
    await own.until(id, 'blocked')
    await ask(own, id, 'date-on-open-day')
    await own.until(id, 'synced')
    expect(await own.booked(id)).toMatchObject([{ invoice_date: '2026-12-01' }])
    await own.sequence.post(`/invoices/${id}/send`)
    await own.rillet.post(`/invoices/${(await own.booked(id))[0].id}/payments`, {
      amount: { amount: '10.00', currency: 'USD' },
      date: '2026-12-02',
      account_code: '1000',
    })
    await own.until(id, 'partially_paid')
    expect(await own.booked(id)).toMatchObject([{ invoice_date: '2026-12-01' }])
  })

  test('by the rule ask a person decides: opened books book nothing, Retry does', async () => {
    const own = await createAccount(world, { settings: { closedPeriodPolicy: 'ask' } })
    await close(own, '2026-11-30')
    const id = await own.draft()
    await own.finalize(id)
    const held = await own.until(id, 'blocked')
    expect(held.problems).toMatchObject([{ code: 'period_closed', blockedOn: 'person' }])

    await reopen(own)
    await world.db.deleteFrom('closed_period').where('account_id', '=', own.id).execute()
    await own.sequence.post(`/invoices/${id}/send`)
    await own.untilInvoice(id, ({ sourceStatus }) => sourceStatus === 'SENT', 'being read again')
    await untilAsleep(world, own, id)
    expect((await own.invoice(id)).problems).toMatchObject(held.problems)
    expect(await own.booked(id)).toEqual([])

    await ask(own, id, 'retry')
    await own.until(id, 'synced')
    expect(await own.booked(id)).toMatchObject([{ invoice_date: '2026-11-01' }])
  })

  test('the question stays while something else holds the invoice too, and is not answered by its end', async () => {
    const own = await createAccount(world, { settings: { closedPeriodPolicy: 'ask' } })
    await close(own, '2026-11-30')
    const id = await own.draft()
    await own.finalize(id)
    await own.until(id, 'blocked')
    const link = `${own.at}/customers/${own.customer['id']}/link`
    await world.api.delete(link)
    await own.sequence.post(`/invoices/${id}/send`)
    const isUnlinked = (one: Json) => codes(one).includes('customer_not_linked')
    const held = await own.untilInvoice(id, isUnlinked, 'unlinked')
    expect(codes(held)).toEqual(['customer_not_linked', 'period_closed'])

    await reopen(own)
    await world.db.deleteFrom('closed_period').where('account_id', '=', own.id).execute()
    await own.linkCustomer(own.customer)
    await own.untilInvoice(id, (one: Json) => !isUnlinked(one), 'linked')
    await untilAsleep(world, own, id)
    expect((await own.invoice(id)).problems).toMatchObject([
      { code: 'period_closed', blockedOn: 'person' },
    ])
    expect(await own.booked(id)).toEqual([])
    await ask(own, id, 'retry')
    await own.until(id, 'synced')
  })

  describe('a booked invoice that Sequence moves to a closed day', () => {
    /** Booked on 5 December; the books are closed up to the day before, and Sequence says 20 November. */
    async function moved(settings: Json = {}) {
      const own = await createAccount(world, { settings })
      const id = await own.draft({ accountingDate: '2026-12-05' })
      await own.finalize(id)
      const { rilletId } = await own.until(id, 'synced')
      await close(own, '2026-11-30')
      await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'issueDate' })
      await world.sequence.put('/_sandbox/clock', { now: '2026-11-20T12:00:00.000Z' })
      await own.sequence.post(`/invoices/${id}/send`)
      const held = await own.until(id, 'blocked')
      expect(codes(held)).toEqual(['date_change_refused', 'period_closed'])
      /** Its only line has no service period of its own: its revenue is that day's. */
      const day = async () => {
        const [{ invoice_date: date, items }] = await own.booked(id)
        expect(items).toMatchObject([{ revenue: { period: { start: date, end: date } } }])
        return date
      }
      expect(await day()).toBe('2026-12-05')
      return { own, id, rilletId, held, day }
    }
    afterEach(async () => {
      await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'creation' })
      await world.sequence.put('/_sandbox/clock', { now: new Date().toISOString() })
    })

    test('follows by itself when the period is opened', async () => {
      const { own, id, day } = await moved()
      await reopen(own)
      await own.until(id, 'synced')
      expect(await day()).toBe('2026-11-20')
    })

    test('is dated on the first open day when a person asks for it', async () => {
      const { own, id, day } = await moved()
      await ask(own, id, 'date-on-open-day')
      await own.until(id, 'synced')
      expect(await day()).toBe('2026-12-01')
    })

    test('by the rule ask a person decides: opened books move nothing, payments go on, Retry moves it', async () => {
      const { own, id, rilletId, held, day } = await moved({ closedPeriodPolicy: 'ask' })
      expect(held.problems[1].blockedOn).toBe('person')
      await reopen(own)
      await world.db.deleteFrom('closed_period').where('account_id', '=', own.id).execute()
      await own.pay(rilletId, '40.00')
      await expect.poll(() => own.paymentStatus(id)).toBe('PARTIALLY_PAID')
      await untilAsleep(world, own, id)
      expect((await own.invoice(id)).problems).toMatchObject(held.problems)
      expect(await day()).toBe('2026-12-05')
      await ask(own, id, 'retry')
      await own.until(id, 'partially_paid')
      expect(await day()).toBe('2026-11-20')
    })
  })

  test('by the rule dateOnOpenDay it is dated so by itself', async () => {
    const own = await createAccount(world, { settings: { closedPeriodPolicy: 'dateOnOpenDay' } })
    await close(own, '2026-11-30')
    const id = await own.draft()
    await own.finalize(id)
    await own.until(id, 'synced')
    expect(await own.booked(id)).toMatchObject([{ invoice_date: '2026-12-01' }])
  })

  test('dates that cannot follow hold the invoice, but not its payments', async () => {
    const own = await createAccount(world)
    const { id, rilletId } = await synced(own)
    await close(own, '2026-11-01')
    await own.sequence.post(`/invoices/${id}/send`)
    await own.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
    const held = await own.until(id, 'blocked')
    expect(codes(held)).toEqual(['date_change_refused', 'period_closed'])
    await own.pay(rilletId, '40.00')
    await expect.poll(() => own.paymentStatus(id)).toBe('PARTIALLY_PAID')
    await reopen(own)
    await own.until(id, 'partially_paid')
    expect((await own.booked(id))[0].due_date).toBe('2027-01-15')
  })

  test('an open day helps none that is booked in a closed period, and the timeline says so', async () => {
    const own = await createAccount(world)
    const { id } = await synced(own)
    await close(own, '2027-01-31')
    await own.sequence.post(`/invoices/${id}/send`)
    await own.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-15' })
    const [before] = await own.booked(id)
    expect(codes(await own.until(id, 'blocked'))).toEqual(['date_change_refused', 'period_closed'])
    await ask(own, id, 'date-on-open-day')
    const said = async () => {
      const items = await own.timeline(id)
      return items.filter(({ kind }: Json) => kind === 'choice.impossible')
    }
    await expect.poll(said).toMatchObject([{ data: { choice: 'dateOnOpenDay' } }])
    expect(await own.booked(id)).toEqual([before])
    await reopen(own)
    await own.until(id, 'synced')
    expect((await own.booked(id))[0].due_date).toBe('2027-02-15')
  })
})

describe('a date that Sequence moved', () => {
  afterEach(() => world.rillet.delete('/_sandbox/faults'))

  const move = async (of: Account, id: string, dueDate: string) => {
    await of.sequence.post(`/invoices/${id}/send`)
    await of.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate })
  }
  const due = async (of: Account, id: string) => (await of.booked(id))[0].due_date
  const kinds = async (of: Account, id: string): Promise<string[]> => {
    const items = await of.timeline(id)
    return items.map(({ kind }: Json) => kind)
  }

  test.each(['commit_then_reset', 'commit_then_timeout'])(
    'and that Rillet took, though its answer was lost (%s), is no edit of its users',
    async (kind) => {
      const { id, rilletId } = await synced()
      const match = { method: 'PUT', path: `^/invoices/${rilletId}$` }
      await world.rillet.post('/_sandbox/faults', { kind, match })
      await move(account, id, '2027-01-15')
      await expect.poll(() => kinds(account, id), { timeout: 20_000 }).toContain('invoice.updated')
      await untilAsleep(world, account, id)
      expect(await account.invoice(id)).toMatchObject({ state: 'synced', drift: [] })

      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-15' })
      await expect.poll(() => due(account, id)).toBe('2027-02-15')
    },
  )
})

test('paid in Sequence by somebody else is shown as drift; Accept theirs has Sequence follow Rillet', async () => {
  const { id } = await synced()
  await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'PAID' })
  const drift = await account.until(id, 'drift')
  expect(codes(drift)).toEqual(['payment_status_differs'])
  await ask(account, id, 'accept-theirs')
  await account.until(id, 'synced')
  expect(await account.paymentStatus(id)).toBe('UNPAID')
})
