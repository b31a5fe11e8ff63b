import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

test('a finalized invoice is in Rillet cent for cent, and its payment comes back', async () => {
  const lines = [
    { quantity: '3', rate: '33.33', taxRate: '0.2' },
    { quantity: '1', rate: '0.01', taxRate: '0.2' },
  ]
  const id = await account.draft({ lines })
  await account.finalize(id)
  const synced = await account.until(id, 'synced')

  const [booked, ...others] = await account.booked(id)
  expect(others).toEqual([])
  const source = await account.sequence.get(`/invoices/${id}`)
  expect(booked).toMatchObject({
    id: synced.rilletId,
    invoice_number: source.invoiceNumber,
    total: { amount: source.grossTotal, currency: 'USD' },
  })

  await account.pay(booked.id, source.grossTotal)
  await account.until(id, 'paid')
  expect(await account.paymentStatus(id)).toBe('PAID')
})
