import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'

test('a connection that breaks between two queries of a transaction fails it, and nothing else', async () => {
  const url = await createDatabase()
  const [db, other] = [connect({ url }), connect({ url })]
  const idOf = async (one: typeof db) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(one)
    return rows[0]?.pid
  }
  const broken = db.transaction().execute(async (trx) => {
    const pid = await idOf(trx)
    await sql`select pg_terminate_backend(${pid})`.execute(other)
    // Its end arrives while nobody asks it anything: unheard, that would end the process.
    await expect
      .poll(async () => {
        const { rows } = await sql`select from pg_stat_activity where pid = ${pid}`.execute(other)
        return rows.length
      })
      .toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await idOf(trx)
  })
  await expect(broken).rejects.toThrow()
  expect(await idOf(db)).toBeGreaterThan(0)
  await Promise.all([db.destroy(), other.destroy()])
})
