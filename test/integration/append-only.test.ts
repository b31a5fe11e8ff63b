import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantAppRole } from '../../store/app-role.ts'
import { connect, type Db } from '../../store/connect.ts'
import { addEvent } from '../../store/event.ts'
import { createDatabase } from '../support/database.ts'

let db: Db
let owner: Db

beforeAll(async () => {
  const url = await createDatabase()
  db = connect({ url })
  owner = connect({ url, asOwner: true })
  await addEvent(db, { accountId: 'a', invoiceId: 'i', kind: 'k', actor: 'sync' })
})
afterAll(() => Promise.all([db.destroy(), owner.destroy()]))

const run = (on: Db, statement: string) => sql.raw(statement).execute(on)

describe.each(['event', 'payment_change', 'audit'])('the table %s', (table) => {
  const column = table === 'audit' ? 'actor' : 'kind'
  test.each([
    ['changed', `update ${table} set ${column} = ${column}`],
    ['taken from', `delete from ${table}`],
    ['emptied', `truncate ${table}`],
  ])(
    'cannot be %s: the application has no right to, and its owner meets a trigger',
    async (_, statement) => {
      await expect(run(db, statement)).rejects.toThrow('permission denied')
      await expect(run(owner, statement)).rejects.toThrow('append only')
    },
  )
})

test('the application may not remove the triggers', async () => {
  await expect(run(db, 'drop trigger event_is_append_only on event')).rejects.toThrow(/owner/)
  await expect(run(db, 'alter table event disable trigger all')).rejects.toThrow(/owner/)
})

test('the application’s role is no lock: a connection can take it off, and meets the triggers then', async () => {
  await db.connection().execute(async (connection) => {
    await run(connection, 'reset role')
    try {
      await expect(run(connection, 'update event set kind = kind')).rejects.toThrow('append only')
    } finally {
      await run(connection, 'set role sequence_rillet_app')
    }
    await expect(run(connection, 'update event set kind = kind')).rejects.toThrow(
      'permission denied',
    )
  })
})

test('a user who may not make roles is told so, and nothing breaks', async () => {
  await run(owner, `create role poor_${process.pid} nologin`)
  await owner.connection().execute(async (connection) => {
    await run(connection, `set role poor_${process.pid}`)
    expect(await grantAppRole(connection)).toBe(false)
    await run(connection, 'reset role')
  })
})
