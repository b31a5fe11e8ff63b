import { ApplicationFailure } from '@temporalio/activity'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordRemoval } from '../../activities/gone.ts'
import { nextTry, toFailure } from '../../activities/next-try.ts'
import { createRecordActivities, type Record } from '../../activities/record.ts'
import { createTiming } from '../../domain/timing.ts'
import { beginTry } from '../../store/begun-try.ts'
import { connect, type Db } from '../../store/connect.ts'
import { findCreditNote, saveCreditNoteState } from '../../store/credit-note.ts'
import { openIntent } from '../../store/intent.ts'
import { beginReading, findInvoice, saveTrouble } from '../../store/invoice.ts'
import { completeLink, findLink } from '../../store/link.ts'
import { createDatabase } from '../support/database.ts'

let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const record: Record = {
  accountId: 'account',
  invoiceId: 'invoice',
  state: 'blocked',
  step: null,
  problems: [],
  blockedSince: null,
  rilletId: null,
  note: null,
  causes: [],
  events: [],
  onceKey: 'run/0',
}

const failureOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => null,
    (error: unknown) => error,
  )

test('what Postgres refuses of a run’s record fails the run, and is not quoted', async () => {
  const failure = await failureOf(
    createRecordActivities({ db }).record({ ...record, note: 'Jane Doe\u0000' }),
  )
  expect(failure).toBeInstanceOf(ApplicationFailure)
  expect(failure).toMatchObject({ nonRetryable: true, type: 'bug' })
  expect(String(failure)).toMatch(/\(22\d{3}\)/)
  expect(JSON.stringify(failure)).not.toContain('Jane')
})

test('what Postgres answers to a step is told without what was stored', async () => {
  const refused = await failureOf(
    db.selectFrom('invoice').selectAll().where('currency', '=', 'Jane Doe\u0000').execute(),
  )
  const timing = createTiming(1, 60_000)
  const failure = await new MockActivityEnvironment().run(async () =>
    toFailure(refused, nextTry(refused, timing)),
  )
  expect(failure).toMatchObject({ message: expect.stringMatching(/\(22\d{3}\)/) })
  expect(failure).not.toHaveProperty('cause.message')
})

test('when Postgres is away, the record is tried again', async () => {
  const away = connect({ url: 'postgres://nobody@127.0.0.1:9/nothing' })
  const failure = await failureOf(createRecordActivities({ db: away }).record(record))
  expect(failure).not.toBeInstanceOf(ApplicationFailure)
  await away.destroy()
})

describe('a write that comes late, of a worker that was frozen or a connection that was held up', () => {
  const ref = { accountId: 'account', invoiceId: 'late' }
  const first = { runId: 'first', runStartedAt: '2026-11-01T10:00:00.000Z' }
  const next = { runId: 'next', runStartedAt: '2026-11-01T10:05:00.000Z' }
  const putAway = ['voided', 'removed', 'excluded'] as const
  const write = (state: Record['state'], place?: Record['place']) =>
    createRecordActivities({ db }).record({
      ...record,
      ...ref,
      state,
      causes: state === 'blocked' ? ['customer:1'] : [],
      onceKey: `${place?.runId}/${place?.number}`,
      ...(place === undefined ? {} : { place }),
    })
  const standing = async () => {
    const causes = await db
      .selectFrom('invoice_cause')
      .select('cause')
      .where('invoice_id', '=', ref.invoiceId)
      .execute()
    return { state: (await findInvoice(db, ref))?.state, causes: causes.length }
  }

  test('of an invoice changes neither its state nor what wakes it', async () => {
    await write('blocked', { ...first, number: 1 })
    expect(await standing()).toEqual({ state: 'blocked', causes: 1 })
    await write('paid', { ...first, number: 2 })
    await write('blocked', { ...first, number: 1 })
    expect(await standing()).toEqual({ state: 'paid', causes: 0 })

    await write('waiting', { ...next, number: 0 })
    await write('paid', { ...first, number: 7 })
    expect(await standing()).toEqual({ state: 'waiting', causes: 0 })
    await write('synced', { ...next, number: 0 }) // the same writing again, as the run decided it anew
    expect(await standing()).toEqual({ state: 'synced', causes: 0 })
  })

  test('is told from a run that was reset, and from one of an earlier version', async () => {
    await write('drift', { ...next, runId: 'reset', number: 0 })
    expect(await standing()).toEqual({ state: 'drift', causes: 0 })
    await write('synced')
    expect(await standing()).toEqual({ state: 'synced', causes: 0 })
  })

  test('of a failure puts no error on an invoice: another try has begun, or it is finished', async () => {
    const trouble = { code: 'late', text: 'It failed.', nextTryAt: new Date() }
    const document = { accountId: ref.accountId, documentId: ref.invoiceId }
    const shown = async () => (await findInvoice(db, ref))?.error_code
    for (const [index, state] of putAway.entries()) {
      await write(state, { ...next, number: 1 + index })
      await saveTrouble(db, ref, trouble, new Date(Date.now() - 1_000))
      expect(await shown()).toBeNull()
    }
    await write('paid', { ...next, number: 8 })
    const tried = new Date(Date.now() + 1_000)
    await beginTry(db, document, tried)
    await saveTrouble(db, ref, trouble, new Date(tried.getTime() - 1))
    expect(await shown()).toBeNull()
  })

  test.each(['waiting', 'removed'] as const)(
    'of a failure is told where it is the last try, also of one that counts as %s',
    async (state) => {
      const trouble = { code: 'last', text: 'It failed.', nextTryAt: new Date() }
      await write(state, { ...next, number: 20 })
      const tried = new Date(Date.now() + 60_000)
      await beginTry(db, { accountId: ref.accountId, documentId: ref.invoiceId }, tried)
      await saveTrouble(db, ref, trouble, tried)
      expect((await findInvoice(db, ref))?.error_code).toBe('last')
    },
  )

  test('of what was read of payments does not go into the ledger', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 10, 0, second))
    expect(await beginReading(db, ref, at(1))).toBe(true)
    expect(await beginReading(db, ref, at(2))).toBe(true)
    expect(await beginReading(db, ref, at(2))).toBe(true)
    expect(await beginReading(db, ref, at(1))).toBe(false)
  })

  const thing = {
    accountId: ref.accountId,
    kind: 'invoice',
    sourceId: ref.invoiceId,
    organizationId: 'organization',
  } as const
  const linked = async (rilletId: string) => {
    await openIntent(db, thing)
    const made = {
      origin: 'created',
      verified: true,
      remoteVersion: null,
      remoteState: null,
    } as const
    await completeLink(db, thing, { ...made, rilletId })
    const link = await findLink(db, ref.accountId, 'invoice', ref.invoiceId)
    if (link === undefined) throw new Error('it is not linked')
    return link
  }
  const at = Date.UTC(2026, 10, 1, 11)
  const during = new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: at })

  test('of payments that were read before the invoice was deleted does not bring them back', async () => {
    const link = await linked('deleted')
    await during.run(() => recordRemoval(db, ref, link))
    expect(await beginReading(db, ref, new Date(at - 1))).toBe(false)
    expect(await beginReading(db, ref, new Date(at + 1))).toBe(true)
  })

  test('of a deletion leaves the one that was made since linked', async () => {
    const link = await linked('deleted too')
    await during.run(() => recordRemoval(db, ref, link))
    await linked('made anew')
    await during.run(() => recordRemoval(db, ref, link))
    const now = await findLink(db, ref.accountId, 'invoice', ref.invoiceId)
    expect(now?.rillet_id).toBe('made anew')
  })

  test('of a credit note changes nothing either', async () => {
    const note = { accountId: 'account', creditNoteId: 'late' }
    const write = (state: 'blocked' | 'synced', at: string) =>
      saveCreditNoteState(db, note, {
        state,
        problems: [],
        rilletId: null,
        note: null,
        scheduledAt: new Date(at),
      })
    expect(await write('blocked', '2026-11-01T10:00:01.000Z')).toBe(true)
    expect(await write('synced', '2026-11-01T10:00:02.000Z')).toBe(true)
    expect(await write('blocked', '2026-11-01T10:00:01.000Z')).toBe(false)
    expect((await findCreditNote(db, note))?.state).toBe('synced')
  })
})
