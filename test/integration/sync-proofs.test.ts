import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockCauses, wakeWaiting } from '../../store/outbox.ts'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld({ throughProxy: true })
})
afterAll(() => world.close())

test('Rillet answers another total: it is not trusted, both figures are shown, nothing is sent again', async () => {
  const account = await createAccount(world)
  world.rilletProxy.rewrite(({ method, path }, body) =>
    method === 'POST' && path === '/invoices'
      ? { ...body, total: { ...body.total, amount: '100.01' } }
      : body,
  )
  const id = await account.draft()
  await account.finalize(id)
  const blocked = await account.until(id, 'blocked')
  expect(blocked.problems.map(({ code }: Json) => code)).toEqual(['rillet_answer_differs'])
  expect(blocked.problems[0].whatHappened).toContain('100.00')
  expect(blocked.problems[0].whatHappened).toContain('100.01')

  world.rilletProxy.rewrite((_, body) => body)
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'looked at in Rillet' })
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a cause cleared while the invoice writes down that it waits for it is not missed', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  const { id: rilletId } = await account.rillet.post('/customers', { name: 'Late' })

  await world.db.transaction().execute(async (trx) => {
    // Whoever wants to write down a cause has to wait for this transaction.
    await lockCauses(trx, account.id, 'clearing')
    await account.finalize(id)
    await expect.poll(() => waitingForLock(), { timeout: 20_000 }).toBeGreaterThan(0)
    await trx
      .insertInto('link')
      .values({
        account_id: account.id,
        kind: 'customer',
        source_id: account.customer.id,
        organization_id: account.organization.id,
        rillet_id: rilletId,
        origin: 'person',
      })
      .execute()
    expect(await wakeWaiting(trx, account.id, `customer:${account.customer.id}`)).toBe(0)
  })
  await account.until(id, 'synced', 10_000)
})

async function waitingForLock(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_locks join pg_database on pg_database.oid = database
    where locktype = 'advisory' and not granted and datname = current_database()
  `.execute(world.db)
  return rows[0]?.count ?? 0
}
