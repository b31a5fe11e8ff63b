import { expect, inject, test } from 'vitest'
import { connect } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'

test('a test gets a migrated database of its own', async () => {
  const db = connect({ url: await createDatabase() })
  const rows = await db.selectFrom('invoice').selectAll().execute()
  await db.destroy()
  expect(rows).toEqual([])
  expect(inject('temporal').address).toMatch(/^127\.0\.0\.1:\d+$/)
})
