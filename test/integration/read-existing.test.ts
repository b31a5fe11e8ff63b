import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createInvoiceActivities } from '../../activities/invoice.ts'
import { findInvoice } from '../../store/invoice.ts'
import { loadSnapshot, saveSnapshot } from '../../store/snapshot.ts'
import { type Account, createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

// An attempt has made and recorded it, and its report was lost: the next one says what was made.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

describe.each(['createInvoice', 'lookUpInvoice', 'forgetAttempt'] as const)('%s', (name) => {
  test('of an invoice that is there names the source that was sent, not the one read since', async () => {
    const invoiceId = await account.draft()
    await account.finalize(invoiceId)
    const { rilletId } = await account.until(invoiceId, 'synced')
    const ref = { accountId: account.id, invoiceId }
    const sent = (await findInvoice(world.db, ref))?.sent_snapshot_hash ?? ''
    const source = await loadSnapshot(world.db, account.id, sent)
    const since = `since-${invoiceId}`
    const lines = source.lines.map((line) => ({ ...line, netTotal: '70', grossTotal: '70' }))
    const changed = { ...source, netTotal: '70', grossTotal: '70', lines }
    await saveSnapshot(world.db, account.id, since, changed)

    const attempt = createInvoiceActivities(world.activityDeps)[name]
    const now = { currentAttemptScheduledTimestampMs: Date.now(), startToCloseTimeoutMs: 30_000 }
    const inActivity = new MockActivityEnvironment(now)
    const input = { ...ref, snapshotHash: since }
    expect(await inActivity.run(attempt, input)).toMatchObject({
      kind: 'done',
      rilletId,
      fresh: false,
      problems: [],
      snapshotHash: sent,
    })
  })
})
