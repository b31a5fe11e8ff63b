import { expect, inject, test } from 'vitest'
import { connect } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'
import { createNamespace } from '../support/namespace.ts'

test('a test gets a migrated database of its own', async () => {
  const db = connect({ url: await createDatabase() })
  const rows = await db.selectFrom('invoice').selectAll().execute()
  await db.destroy()
  expect(rows).toEqual([])
  expect(inject('temporal').address).toMatch(/^127\.0\.0\.1:\d+$/)
})

test('a test gets a Temporal namespace of its own, with our search attributes', async () => {
  const { client, namespace, close } = await createNamespace()
  const started = { taskQueue: 'nobody', workflowId: 'w' }
  await client.workflow.start('anything', started)
  const { count } = await client.workflow.count('SyncState = "blocked" AND BlockedOn = "x"')
  const handle = await client.workflow.getHandle('w').describe()
  await close()
  expect(namespace).toMatch(/^test-/)
  expect(count).toBe(0)
  expect(handle.status.name).toBe('RUNNING')
})
