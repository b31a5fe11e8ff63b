import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { pauseBudget } from '../../store/budget-slots.ts'
import { type ConnectOptions, connect, type Db } from '../../store/connect.ts'
import { startTcpProxy } from '../faults/stage/tcp-proxy.ts'
import { createDatabase } from '../support/database.ts'

test('a connection that breaks between two queries of a transaction fails it, and nothing else', async () => {
  const url = await createDatabase()
  const [db, other] = [open({ url }), open({ url })]
  const broken = db.transaction().execute(async (trx) => {
    const pid = await backendOf(trx)
    await sql`select pg_terminate_backend(${pid})`.execute(other)
    // Its end arrives while nobody asks it anything: unheard, that would end the process.
    await expect
      .poll(async () => {
        const { rows } = await sql`select from pg_stat_activity where pid = ${pid}`.execute(other)
        return rows.length
      })
      .toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await backendOf(trx)
  })
  await expect(broken).rejects.toThrow()
  expect(await backendOf(db)).toBeGreaterThan(0)
})

test('what follows a begin that arrives too late is committed all the same', async () => {
  const { url, proxied, proxy } = await behindProxy()
  const [db, outside] = [open({ url: proxied, maxConnections: 1 }), open({ url })]
  await backendOf(db)

  proxy.hold()
  const late = db.transaction().execute((trx) => pauseBudget(trx, 'late', 60_000))
  await expect(late).rejects.toThrow('timeout')
  proxy.release()
  await pauseBudget(db, 'acknowledged', 60_000)

  expect(await pausedKeys(outside)).toEqual(['acknowledged'])
})

test('a transaction that lost a statement on the way commits nothing of what follows', async () => {
  const { url, proxied, proxy } = await behindProxy()
  const [db, outside] = [open({ url: proxied, maxConnections: 1 }), open({ url })]

  const careless = db.transaction().execute(async (trx) => {
    await backendOf(trx)
    proxy.hold()
    await pauseBudget(trx, 'lost', 60_000).catch(() => undefined)
    proxy.release()
    await pauseBudget(trx, 'next', 60_000)
  })
  await expect(careless).rejects.toThrow()

  expect(await pausedKeys(outside)).toEqual([])
})

test('connections that stay half-open leave the pool', async () => {
  const { proxied, proxy } = await behindProxy()
  const db = open({ url: proxied, maxConnections: 3 })
  const ask = () => Promise.allSettled([1, 2, 3].map(() => backendOf(db)))
  await ask()

  proxy.strand()
  expect((await ask()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect((await ask()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
})

test('a statement that is merely slow is answered, and costs no connection', async () => {
  const db = open({ url: await createDatabase(), maxConnections: 1 })
  const before = await backendOf(db)
  await expect(sql`select pg_sleep(30)`.execute(db)).rejects.toMatchObject({ code: '57014' })
  expect(await backendOf(db)).toBe(before)
})

test('a connection that cannot take the role costs no place of the pool', async () => {
  const url = await createDatabase()
  const owner = open({ url, asOwner: true })
  const db = open({ url, maxConnections: 2 })
  await sql`create schema trap`.execute(owner)
  await sql`create function trap.set_config(text, name, boolean) returns text language plpgsql
    as $$ begin raise 'no role today'; end $$`.execute(owner)
  await setSearchPath(owner, 'trap, public, pg_catalog')
  for (let failures = 0; failures < 4; failures += 1) {
    await expect(backendOf(db)).rejects.toThrow('no role today')
  }

  await setSearchPath(owner, 'public')
  const both = await Promise.all([openTransaction(db), openTransaction(db)])
  expect(new Set(both).size).toBe(2)
})

function open(options: ConnectOptions): Db {
  const db = connect(options)
  onTestFinished(() => db.destroy())
  return db
}

async function backendOf(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return rows[0]?.pid
}

/** Holds its connection until it knows which one it is. */
const openTransaction = (db: Db) => db.transaction().execute(backendOf)

/** For the connections to come. */
const setSearchPath = (owner: Db, path: string) =>
  sql
    .raw(
      `do $$ begin execute format('alter database %I set search_path = ${path}', current_database()); end $$`,
    )
    .execute(owner)

async function behindProxy() {
  const url = await createDatabase()
  const { hostname: host, port } = new URL(url)
  const proxy = await startTcpProxy({ host, port: Number(port) })
  onTestFinished(() => proxy.close())
  const proxied = new URL(url)
  proxied.port = String(proxy.port)
  return { url, proxied: proxied.href, proxy }
}

/** Seen from another connection: committed. */
async function pausedKeys(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('budget_pause').select('budget_key').execute()
  return rows.map(({ budget_key }) => budget_key)
}
