import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { paceOf } from '../../api/dispatcher/pace.ts'
import { type Dispatcher, startDispatcher } from '../../api/dispatcher.ts'
import type { InvoiceState } from '../../domain/model.ts'
import { connect } from '../../store/connect.ts'
import { rematchDeliveries } from '../../store/inbox.ts'
import { wakeOne, wakeWaiting } from '../../store/outbox.ts'
import { probeUnreported } from '../../store/probe.ts'
import { createNamespace, type TestNamespace } from '../support/namespace.ts'
import { refusingTemporal, signalsOf, until, wireToTemporal } from './dispatcher-support.ts'
import {
  addAccount,
  deliver,
  invoiceNews,
  rilletDelivery,
  sequenceDelivery,
  startApp,
  type TestApp,
} from './gateway-support.ts'

let temporal: TestNamespace
let wire: Awaited<ReturnType<typeof wireToTemporal>>
let api: TestApp
let dispatchers: Dispatcher[] = []

beforeAll(async () => {
  temporal = await createNamespace()
  wire = await wireToTemporal(temporal.namespace)
  api = await startApp({ onDelivery: () => dispatchers.map(({ wake }) => wake()) })
})
afterAll(async () => {
  await api.close()
  await wire.close()
  await temporal.close()
})
beforeEach(() => start(2)) // two processes share the work
afterEach(stopAll)

async function stopAll() {
  await Promise.all(dispatchers.splice(0).map(({ stop }) => stop()))
}

function start(count: number, client = wire.client) {
  const { db, databaseUrl } = api
  const log = { error: () => undefined }
  const options = { db, databaseUrl, temporal: client, timeScale: 1, log }
  dispatchers = Array.from({ length: count }, () => startDispatcher(options))
}

const signals = (accountId: string, invoiceId: string) =>
  signalsOf(temporal.client, accountId, invoiceId)
const inbox = (accountId: string) =>
  api.db.selectFrom('inbox').selectAll().where('account_id', '=', accountId).orderBy('id').execute()
const settled = (accountId: string) =>
  until(
    () => inbox(accountId),
    (rows) => rows.every(({ status }) => status !== 'pending'),
  )
const outbox = (accountId: string) =>
  api.db.selectFrom('outbox').selectAll().where('account_id', '=', accountId).execute()
const outboxEmpty = (accountId: string) =>
  until(
    () => outbox(accountId),
    (rows) => rows.length === 0,
  )
async function drained(accountId: string) {
  const rows = await settled(accountId)
  await outboxEmpty(accountId)
  return rows
}

async function addInvoice(
  accountId: string,
  invoiceId: string,
  change: { state?: InvoiceState; source_version?: Date; remote_version?: Date } = {},
) {
  await api.db
    .insertInto('invoice')
    .values({ account_id: accountId, invoice_id: invoiceId, number: 'SEQ-1', ...change })
    .execute()
}
const addLink = (accountId: string, invoiceId: string, rilletId: string) =>
  api.db
    .insertInto('link')
    .values({
      account_id: accountId,
      kind: 'invoice',
      source_id: invoiceId,
      organization_id: 'org-1',
      rillet_id: rilletId,
    })
    .execute()
const addCause = (accountId: string, invoiceId: string, cause: string) =>
  api.db
    .insertInto('invoice_cause')
    .values({ account_id: accountId, invoice_id: invoiceId, cause })
    .execute()
const addWakeUp = (accountId: string, { failures }: { failures: number }) =>
  api.db
    .insertInto('outbox')
    .values({
      account_id: accountId,
      invoice_id: 'si-1',
      signal: 'sourceChanged',
      payload: '{"version":null,"count":1}',
      failures,
    })
    .execute()
const makeDue = (accountId: string) =>
  api.db
    .updateTable('outbox')
    .set({ due_at: new Date() })
    .where('account_id', '=', accountId)
    .execute()

/** Postgres refuses our processes this, until what it returns is called, or the test is over. */
async function revoke(right: 'insert' | 'select', table: string): Promise<() => Promise<void>> {
  const owner = connect({ url: api.databaseUrl, asOwner: true })
  const grant = async () => {
    await sql.raw(`grant ${right} on ${table} to sequence_rillet_app`).execute(owner)
  }
  onTestFinished(async () => {
    await grant()
    await owner.destroy()
  })
  await sql.raw(`revoke ${right} on ${table} from sequence_rillet_app`).execute(owner)
  return grant
}

const rilletInvoice = (id: string, change: object = {}) => ({
  id,
  updated_at: '2026-05-01T10:00:00Z',
  status: 'UNPAID',
  amount_due: { amount: '12.00', currency: 'GBP' },
  ...change,
})

test('a finalized invoice starts its run, with its number and account', async () => {
  const accountId = await addAccount(api.db)
  await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, 'si-1')))
  await drained(accountId)
  await expect
    .poll(() => signals(accountId, 'si-1'))
    .toEqual([
      { name: 'sourceChanged', argument: { version: '2026-05-01T10:00:00.000Z', count: 1 } },
    ])
  const handle = temporal.client.workflow.getHandle(`invoice/${accountId}/si-1`)
  const { type, taskQueue, raw } = await handle.describe()
  expect({ type, taskQueue }).toEqual({ type: 'invoice', taskQueue: 'sequence-rillet' })
  const fields = raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {}
  expect(Object.keys(fields)).toEqual(expect.arrayContaining(['AccountId', 'InvoiceNumber']))
})

test('a thousand copies of one delivery give one signal', async () => {
  const accountId = await addAccount(api.db)
  const delivery = sequenceDelivery(accountId, invoiceNews(accountId, 'si-1'))
  await Promise.all(Array.from({ length: 1_000 }, () => deliver(api, delivery)))
  const rows = await drained(accountId)
  expect(rows).toHaveLength(1)
  expect(await signals(accountId, 'si-1')).toHaveLength(1)
})

test('with Temporal away deliveries still get 2xx, and are handed over when it is back', async () => {
  const accountId = await addAccount(api.db)
  wire.cut()
  const ids = Array.from({ length: 30 }, (_, index) => `si-${index}`)
  for (const id of ids) {
    const answer = await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, id)))
    expect(answer.statusCode).toBe(200)
  }
  await until(
    () =>
      api.db
        .selectFrom('outbox')
        .select('last_error')
        .where('account_id', '=', accountId)
        .execute(),
    (rows) => rows.some((row) => row.last_error !== null),
  )
  wire.mend()
  await drained(accountId)
  for (const id of ids) expect(await signals(accountId, id)).toHaveLength(1)
})

test('what was stored before a crash is handed over by the next process', async () => {
  await stopAll()
  const accountId = await addAccount(api.db)
  await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, 'si-1')))
  expect(await inbox(accountId)).toMatchObject([{ status: 'pending' }])
  start(1)
  await drained(accountId)
  expect(await signals(accountId, 'si-1')).toHaveLength(1)
})

test('many hints in a second share one further signal, and none is lost', async () => {
  const accountId = await addAccount(api.db)
  const news = (index: number) =>
    invoiceNews(accountId, 'si-1', {
      updatedAt: new Date(Date.UTC(2026, 4, 1) + index * 1_000).toISOString(),
    })
  const startedMs = Date.now()
  for (let index = 0; index < 60; index += 1) {
    await deliver(api, sequenceDelivery(accountId, news(index), { at: Date.now() + index }))
  }
  const rows = await drained(accountId)
  const windows = Math.ceil((Date.now() - startedMs) / paceOf(1).hintWindowMs)
  expect(rows.filter(({ status }) => status === 'handed_over')).toHaveLength(60)

  const sent = await signals(accountId, 'si-1')
  const hints = sent.map(({ argument }) => argument as { version: string; count: number })
  expect(hints.reduce((sum, { count }) => sum + count, 0)).toBe(60)
  // In each window the first is sent at once, and what follows together at its end.
  expect(hints.length).toBeLessThanOrEqual(2 * windows)
  expect(hints.at(0)?.count).toBeLessThan(60)
  expect(
    hints
      .map(({ version }) => version)
      .sort()
      .at(-1),
  ).toBe('2026-05-01T00:00:59.000Z')
})

test('a draft is kept and starts nothing; a void counts only for a known invoice', async () => {
  const accountId = await addAccount(api.db)
  await addInvoice(accountId, 'known')
  const send = (id: string, status: string) =>
    deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, id, { status })))
  await send('draft', 'DRAFT')
  await send('unknown', 'VOIDED')
  await send('known', 'VOIDED')
  expect(await drained(accountId)).toMatchObject([
    { status: 'ignored', outcome: 'not_finalized' },
    { status: 'ignored', outcome: 'not_finalized' },
    { status: 'handed_over', invoice_id: 'known' },
  ])
  expect(await signals(accountId, 'draft')).toEqual([])
})

test('an excluded invoice is left alone, an echo wakes nothing', async () => {
  const accountId = await addAccount(api.db)
  const version = new Date('2026-05-01T10:00:00Z')
  await addInvoice(accountId, 'out', { state: 'excluded' })
  await addInvoice(accountId, 'same', { source_version: version })
  const send = (id: string, updatedAt: string) =>
    deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, id, { updatedAt })))
  await send('out', '2026-06-01T10:00:00Z')
  await send('same', '2026-05-01T10:00:00Z')
  await send('same', '2026-05-01T09:00:00Z')
  await send('same', '2026-05-01T10:00:00.001Z')
  expect((await drained(accountId)).map(({ status }) => status)).toEqual([
    'ignored',
    'echo',
    'echo',
    'handed_over',
  ])
  expect(await signals(accountId, 'same')).toHaveLength(1)
  const kinds = await api.db
    .selectFrom('event')
    .select('kind')
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', 'same')
    .orderBy('id')
    .execute()
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(['hint.echo', 'hint.echo', 'hint.received'])
})

test('news of a payment counts at the known version, an update then is an echo', async () => {
  const accountId = await addAccount(api.db)
  await addInvoice(accountId, 'si-1', { remote_version: new Date('2026-05-01T10:00:00Z') })
  await addLink(accountId, 'si-1', `ri-${accountId}`)
  const body = rilletInvoice(`ri-${accountId}`, { status: 'PAID' })
  await deliver(api, rilletDelivery(accountId, body))
  await deliver(api, rilletDelivery(accountId, body, { event: 'payment-updated' }))
  expect((await drained(accountId)).map(({ status }) => status)).toEqual(['echo', 'handed_over'])
  expect(await signals(accountId, 'si-1')).toEqual([
    {
      name: 'remoteChanged',
      argument: {
        kinds: ['payment'],
        version: '2026-05-01T10:00:00.000Z',
        status: 'PAID',
        amountDue: '12.00',
        count: 1,
      },
    },
  ])
})

test('an unmatched delivery waits for its link and is then handed over', async () => {
  const accountId = await addAccount(api.db)
  const rilletId = `ri-${accountId}`
  const deleted = rilletDelivery(accountId, JSON.stringify(rilletId), { event: 'DELETED' })
  await deliver(api, deleted)
  expect(await settled(accountId)).toMatchObject([{ status: 'unmatched' }])

  await addInvoice(accountId, 'si-1')
  await api.db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('link')
      .values({
        account_id: accountId,
        kind: 'invoice',
        source_id: 'si-1',
        organization_id: 'org-1',
        rillet_id: rilletId,
      })
      .execute()
    expect(await rematchDeliveries(transaction, accountId, rilletId)).toBe(1)
  })
  expect(await drained(accountId)).toMatchObject([{ status: 'handed_over', invoice_id: 'si-1' }])
  expect(await signals(accountId, 'si-1')).toMatchObject([{ argument: { kinds: ['deleted'] } }])
})

test('a delivery that comes while its link is being written is not left unmatched', async () => {
  const accountId = await addAccount(api.db)
  const rilletId = `ri-${accountId}`
  await addInvoice(accountId, 'si-1')
  await api.db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('link')
      .values({
        account_id: accountId,
        kind: 'invoice',
        source_id: 'si-1',
        organization_id: 'org-1',
        rillet_id: rilletId,
      })
      .execute()
    expect(await rematchDeliveries(transaction, accountId, rilletId)).toBe(0)
    await deliver(api, rilletDelivery(accountId, rilletInvoice(rilletId)))
    await until(matchersWaiting, (count) => count > 0)
  })
  expect(await settled(accountId)).toMatchObject([{ status: 'handed_over', invoice_id: 'si-1' }])
})

/** How many dispatchers wait for whoever writes a link. */
async function matchersWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())
  `.execute(api.db)
  return rows[0]?.count ?? 0
}

test('without a link our reference in the body finds the invoice', async () => {
  const accountId = await addAccount(api.db)
  const invoiceId = randomUUID()
  await addInvoice(accountId, invoiceId)
  const external_references = [{ type: 'sequencehq', id: invoiceId }]
  await deliver(api, rilletDelivery(accountId, rilletInvoice('ri-new', { external_references })))
  expect(await drained(accountId)).toMatchObject([{ status: 'handed_over', invoice_id: invoiceId }])
})

test('what belongs to another account of the organization is counted and not handled', async () => {
  const [mine, theirs] = [await addAccount(api.db), await addAccount(api.db)]
  const invoiceId = randomUUID()
  await addInvoice(theirs, invoiceId)
  await addLink(theirs, 'linked', `ri-${theirs}`)
  const external_references = [{ type: 'sequencehq', id: invoiceId }]
  await deliver(api, rilletDelivery(mine, rilletInvoice('ri-x', { external_references })))
  await deliver(api, rilletDelivery(mine, rilletInvoice(`ri-${theirs}`)))
  expect(await drained(mine)).toMatchObject([
    { status: 'ignored', outcome: 'another_account', invoice_id: null },
    { status: 'ignored', outcome: 'another_account', invoice_id: null },
  ])
  expect(await inbox(theirs)).toEqual([])
  expect(await signals(theirs, invoiceId)).toEqual([])
  const counts = api.db.selectFrom('refusal').select(['reason', 'count'])
  expect(await counts.where('account_id', '=', mine).execute()).toEqual([
    { reason: 'another_account', count: 2 },
  ])
})

test('a cleared cause wakes exactly those who wait for it', async () => {
  const [mine, theirs] = [await addAccount(api.db), await addAccount(api.db)]
  await addCause(mine, 'a', 'customer:1')
  await addCause(mine, 'b', 'customer:1')
  await addCause(mine, 'c', 'customer:2')
  await addCause(theirs, 'd', 'customer:1')
  const woken = await api.db
    .transaction()
    .execute((transaction) => wakeWaiting(transaction, mine, 'customer:1'))
  expect(woken).toBe(2)
  await outboxEmpty(mine)
  const cleared = [{ name: 'causeCleared', argument: { cause: 'customer:1' } }]
  expect(await signals(mine, 'a')).toEqual(cleared)
  expect(await signals(mine, 'b')).toEqual(cleared)
  expect(await signals(mine, 'c')).toEqual([])
  expect(await signals(theirs, 'd')).toEqual([])
})

test('a wake-up that was rolled back is never sent', async () => {
  const accountId = await addAccount(api.db)
  await addCause(accountId, 'a', 'settings')
  const failing = api.db.transaction().execute(async (transaction) => {
    await wakeWaiting(transaction, accountId, 'settings')
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await wakeWaiting(api.db, accountId, 'settings')
  await outboxEmpty(accountId)
  expect(await signals(accountId, 'a')).toHaveLength(1)
})

test('of those who wait for a missing set-up one tries, and of all processes one lets it', async () => {
  const accountId = await addAccount(api.db)
  for (const id of ['a', 'b', 'c']) await addCause(accountId, id, 'connection:setup')
  await addCause(accountId, 'a', 'customer:1')
  await addCause(accountId, 'b', 'customer:1')
  await api.db
    .updateTable('connection')
    .set({ setup_probe_due_at: new Date() })
    .where('account_id', '=', accountId)
    .execute()
  const probe = () => probeUnreported(api.db, 600_000)
  const tries = await Promise.all([probe(), probe(), probe()])
  tries.push(await probe())
  expect(tries.reduce((sum, count) => sum + count)).toBe(1)
  await outboxEmpty(accountId)
  // "c" waits for nothing else, so its try can succeed.
  const cause = { cause: 'connection:setup', probe: true }
  expect(await signals(accountId, 'c')).toEqual([{ name: 'causeCleared', argument: cause }])
  expect(await signals(accountId, 'a')).toEqual([])
  expect(await wakeOne(api.db, accountId, 'connection:setup')).toEqual({ kind: 'invoice', id: 'c' })
})

test('a wake-up that Temporal cannot take is put aside and holds up no other', async () => {
  const accountId = await addAccount(api.db)
  const { id } = await api.db
    .insertInto('outbox')
    .values({
      account_id: accountId,
      invoice_id: 'poison',
      signal: 'remoteChanged',
      payload: '{"not":"a hint"}',
      failures: 4,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, 'si-1')))
  await settled(accountId)
  const [row] = await until(
    () => api.db.selectFrom('outbox').selectAll().where('id', '=', id).execute(),
    ([found]) => found?.quarantined_at !== null,
  )
  expect(row).toMatchObject({ failures: 5, lease_until: null })
  await until(
    () => signals(accountId, 'si-1'),
    (sent) => sent.length === 1,
  )
})

test('storage that refuses for long has no delivery put aside', async () => {
  await stopAll()
  const accountId = await addAccount(api.db)
  await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, 'si-1')))
  await api.db
    .updateTable('inbox')
    .set({ attempts: 9 })
    .where('account_id', '=', accountId)
    .execute()
  const grant = await revoke('insert', 'hint_window')
  start(1)
  const [tried] = await until(
    () => inbox(accountId),
    ([row]) => row?.last_error !== null,
  )
  expect(tried).toMatchObject({ status: 'pending', attempts: 10 })

  await grant()
  await api.db
    .updateTable('inbox')
    .set({ due_at: new Date() })
    .where('account_id', '=', accountId)
    .execute()
  await drained(accountId)
  expect(await signals(accountId, 'si-1')).toHaveLength(1)
})

test('storage that refuses for long has no wake-up put aside', async () => {
  const accountId = await addAccount(api.db)
  const grant = await revoke('select', 'invoice')
  await addWakeUp(accountId, { failures: 9 })
  const [tried] = await until(
    () => outbox(accountId),
    ([row]) => row?.last_error !== null,
  )
  await grant()
  expect(tried).toMatchObject({ quarantined_at: null, failures: 10 })

  await makeDue(accountId)
  await outboxEmpty(accountId)
  expect(await signals(accountId, 'si-1')).toHaveLength(1)
})

test.each([7, 16])(
  'a refusal of our credentials by Temporal (%i) puts nothing aside',
  async (code) => {
    await stopAll()
    const refusing = await refusingTemporal(code)
    onTestFinished(refusing.close)
    const accountId = await addAccount(api.db)
    await addWakeUp(accountId, { failures: 9 })
    start(1, refusing.client)
    const [tried] = await until(
      () => outbox(accountId),
      ([row]) => row?.last_error !== null,
    )
    expect(tried).toMatchObject({ quarantined_at: null, failures: 9 })

    await stopAll()
    await makeDue(accountId)
    start(1)
    await outboxEmpty(accountId)
    expect(await signals(accountId, 'si-1')).toHaveLength(1)
  },
)
