import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCreditNoteActivities } from '../../activities/credit-note.ts'
import type { RilletClient } from '../../clients/rillet/client.ts'
import type { Application } from '../../domain/credit-note.ts'
import { createWorkflowId } from '../../domain/ids.ts'
import { type Account, createAccount } from '../support/account.ts'
import { draftNote, finalizeNote, untilNote } from '../support/credit-notes.ts'
import type { Json } from '../support/http.ts'
import { untilAtRest } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// Tries fail on purpose here.
const logger = new DefaultLogger('ERROR')
let world: World

beforeAll(async () => {
  world = await createWorld()
  // What is told to be paid by the memo is still there to be set off in Sequence.
  await world.sequence.put('/_sandbox/switches', { paymentStatusLedger: 'leaves' })
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.rillet.delete('/_sandbox/faults')
})

type Named = { id: string; rilletId: string }
/** A note of 100, booked and set off whole against A, as Sequence had it before anybody set it off there. */
type Stage = { account: Account; noteId: string; a: Named; b: Named }

async function stage({ alone = false } = {}): Promise<Stage> {
  const account = await createAccount(world, { settings: { creditNotes: 'sync' } })
  const [a, b] = [await synced(account), await synced(account)]
  const lines = [{ rate: '100' }]
  const noteId = await draftNote(account, alone ? { lines } : { lines, invoiceId: a.id })
  await finalizeNote(account, noteId)
  await untilNote(world, account, { id: noteId, state: 'synced' })
  const staged = { account, noteId, a, b }
  await until(staged, alone ? { a: 0, b: 0 } : { a: 100, b: 0 })
  return staged
}

const synced = (account: Account) => account.synced()

/** Somebody sets the note off in Sequence. */
async function setOff({ account, noteId }: Stage, invoiceId: string, amount: number) {
  const [note, invoice] = await Promise.all([
    account.sequence.get(`/credit-notes/${noteId}`),
    account.sequence.get(`/invoices/${invoiceId}`),
  ])
  await account.sequence.post('/credit-note-applications', {
    creditNoteId: noteId,
    invoiceId,
    amount,
    currency: 'USD',
    creditNoteBalanceVersion: note.balanceVersion,
    invoiceBalanceVersion: invoice.balanceVersion,
  })
}

/** What is credited to each, of 100: by Rillet's books, by our ledger, and what Sequence is told. */
async function stands({ account, a, b }: Stage) {
  const { creditMemos } = await account.books()
  const applications: Json[] = creditMemos.flatMap((memo: Json) => memo.applications)
  const of = async ({ id, rilletId }: Named) => {
    const { credits } = await account.invoice(id)
    const live = credits.filter((one: Json) => one.removedAt === null)
    const inRillet = applications.filter((one) => one['invoice_id'] === rilletId)
    return {
      rillet: total(inRillet.map((one) => one['amount'].amount)),
      ledger: total(live.map((one: Json) => one.amount)),
      sequence: await account.paymentStatus(id),
    }
  }
  return { a: await of(a), b: await of(b) }
}

const total = (amounts: string[]): number => amounts.reduce((all, one) => all + Number(one), 0)

const expected = (credited: number) => ({
  rillet: credited,
  ledger: credited,
  sequence: credited === 0 ? 'UNPAID' : credited === 100 ? 'PAID' : 'PARTIALLY_PAID',
})

async function until(staged: Stage, { a, b }: { a: number; b: number }) {
  await expect
    .poll(() => stands(staged), { timeout: 20_000 })
    .toEqual({ a: expected(a), b: expected(b) })
}

const noteOf = ({ account, noteId }: Stage): Promise<Json> =>
  untilNote(world, account, { id: noteId, state: 'synced' })

const atRest = ({ account, noteId }: Stage) =>
  untilAtRest(world, createWorkflowId(account.id, 'credit_memo', noteId))

const loseAnswers = () =>
  world.rillet.post('/_sandbox/faults', {
    kind: 'commit_then_reset',
    match: { path: '^/credit-memos/[^/]+/applications$' },
    times: 1,
  })

const changes: [string, { a: number; b: number }][] = [
  ['less against its invoice', { a: 60, b: 0 }],
  ['all of it against another one', { a: 0, b: 100 }],
  ['60 and 40 against two', { a: 60, b: 40 }],
]

/** As asked for in Sequence after it was booked; against A in two steps, which Sequence lists both. */
async function change(staged: Stage, { a, b }: { a: number; b: number }): Promise<void> {
  for (const half of a > 0 ? [a / 2, a / 2] : []) await setOff(staged, staged.a.id, half)
  if (b > 0) await setOff(staged, staged.b.id, b)
}

describe('set off in Sequence after it was booked', () => {
  test.each(changes)('%s: Rillet, our ledger and Sequence follow', async (_, wish) => {
    const staged = await stage()
    await change(staged, wish)
    await until(staged, wish)
    expect(await noteOf(staged)).toMatchObject({
      appliedTotal: String(wish.a + wish.b),
      note: null,
    })
  })

  test.each(changes)('%s, and the answer of the write is lost: the same', async (_, wish) => {
    const staged = await stage()
    await loseAnswers()
    await change(staged, wish)
    await until(staged, wish)
    const { faults } = await world.rillet.get('/_sandbox/faults')
    expect(faults).toMatchObject([{ injected: 1 }])
    const { creditMemos } = await staged.account.books()
    expect(creditMemos).toHaveLength(1)
  })

  test('the runs of all the invoices are woken, with no webhook of Rillet', async () => {
    const staged = await stage()
    const everyOne = { kind: 'webhook_drop', match: {}, probability: 1 }
    await world.rillet.post('/_sandbox/faults', everyOne)
    await change(staged, { a: 0, b: 100 })
    await until(staged, { a: 0, b: 100 })
  })

  test.each(changes)(
    '%s, in a closed period: it is named, and done once that is open',
    async (_, wish) => {
      const staged = await stage()
      const { account, noteId } = staged
      const books = `/_sandbox/organizations/${account.organization.id}/books`
      await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
      await change(staged, wish)
      const differing = [
        `sets ${wish.a}.00 USD`,
        ...(wish.b === 0 ? [] : [`sets ${wish.b}.00 USD`]),
      ]
      const held = async () => {
        const { state, problems } = await world.api.get(`${account.at}/credit-notes/${noteId}`)
        const [why, ...others] = problems
        return { state, why: why?.code, others: others.map((one: Json) => one.whatHappened) }
      }
      await expect.poll(held).toEqual({
        state: 'blocked',
        why: 'period_closed',
        others: differing.map((words) => expect.stringContaining(words)),
      })
      expect((await held()).others[0]).toContain('in Rillet it is 100.00 USD')
      expect(await stands(staged)).toEqual({ a: expected(100), b: expected(0) })

      await world.rillet.post(`${books}/reopen`)
      await until(staged, wish)
      expect((await noteOf(staged))['problems']).toEqual([])
    },
  )

  test('what others applied to another invoice stays, and no more is set off than is left', async () => {
    const staged = await stage()
    const { account, a, b } = staged
    const c = await synced(account)
    const [memo] = (await account.books()).creditMemos
    const by = (one: Named, amount: string) => ({
      invoice_id: one.rilletId,
      amount: { amount, currency: 'USD' },
      application_date: '2026-11-15',
    })
    await account.rillet.post(`/credit-memos/${memo.id}/applications`, {
      applications: [by(a, '70.00'), by(c, '30.00')],
    })
    await setOff(staged, b.id, 80)
    await until(staged, { a: 0, b: 70 })
    const [after] = (await account.books()).creditMemos
    expect(after.applications).toContainEqual(
      expect.objectContaining({ invoice_id: c.rilletId, application_date: '2026-11-15' }),
    )
    await expect
      .poll(() => noteOf(staged))
      .toMatchObject({
        appliedTotal: '70',
        note: expect.stringContaining('70 USD of 80 is set off'),
      })
  })

  test('too much on one does not hide too little on another: what is open in Rillet is the most', async () => {
    const staged = await stage()
    const { account, b } = staged
    await account.pay(b.rilletId, '90.00')
    await account.until(b.id, 'partially_paid')
    await setOff(staged, b.id, 100)
    // The remark is written after what is set off.
    await expect
      .poll(() => noteOf(staged))
      .toMatchObject({
        appliedTotal: '10',
        note: expect.stringContaining('10 USD of 100 is set off'),
      })
    await expect
      .poll(() => stands(staged))
      .toEqual({ a: expected(0), b: { rillet: 10, ledger: 10, sequence: 'PAID' } })
  })
})

describe('as Sequence’s API cannot, but a person there may', () => {
  type Played = { applications: Application[]; rillet?: (client: RilletClient) => RilletClient }

  /** One look at the note, as if Sequence had these applications. */
  function look({ account, noteId }: Stage, { applications, rillet = (client) => client }: Played) {
    const { vendors } = world
    const { advanceCreditNote } = createCreditNoteActivities({
      ...world.activityDeps,
      vendors: {
        ...vendors,
        rillet: async (...of) => rillet(await vendors.rillet(...of)),
        sequence: async (id) => {
          const client = await vendors.sequence(id)
          const getCreditNote: typeof client.getCreditNote = async (...of) => ({
            ...(await client.getCreditNote(...of)),
            applications,
          })
          return { ...client, getCreditNote }
        },
      },
    })
    const now = { currentAttemptScheduledTimestampMs: Date.now(), startToCloseTimeoutMs: 30_000 }
    const asNow = new MockActivityEnvironment(now, { logger })
    return asNow.run(advanceCreditNote, {
      accountId: account.id,
      creditNoteId: noteId,
      wanted: false,
    })
  }

  async function moved(): Promise<Stage> {
    const staged = await stage({ alone: true })
    await setOff(staged, staged.a.id, 60)
    await setOff(staged, staged.b.id, 40)
    await until(staged, { a: 60, b: 40 })
    await atRest(staged)
    return staged
  }

  test('taken back wholly: nothing is set off any more', async () => {
    const staged = await moved()
    await look(staged, { applications: [] })
    await until(staged, { a: 0, b: 0 })
    await look(staged, { applications: [] })
    await until(staged, { a: 0, b: 0 })
    expect(await noteOf(staged)).toMatchObject({ appliedTotal: '0', note: null })
  })

  test('taken back wholly, and the answer is lost: the same', async () => {
    const staged = await moved()
    await loseAnswers()
    await expect(look(staged, { applications: [] })).rejects.toThrow()
    await look(staged, { applications: [] })
    await until(staged, { a: 0, b: 0 })
  })

  test('taken back wholly, in a closed period: it is named', async () => {
    const staged = await moved()
    const { account, noteId } = staged
    const books = `/_sandbox/organizations/${account.organization.id}/books`
    await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
    await look(staged, { applications: [] })
    const { problems } = await world.api.get(`${account.at}/credit-notes/${noteId}`)
    expect(problems.map(({ code }: Json) => code)).toEqual([
      'period_closed',
      'set_off_differs',
      'set_off_differs',
    ])
    expect(problems[1].whatHappened).toContain('sets 0.00 USD')
    expect(problems[1].whatHappened).toContain('in Rillet it is 60.00 USD')
    expect(await stands(staged)).toEqual({ a: expected(60), b: expected(40) })
  })

  test('a try that died once it had written is ours, also where the next wish is another', async () => {
    const staged = await stage()
    await atRest(staged)
    const split = [
      { invoiceId: staged.a.id, amount: '60' },
      { invoiceId: staged.b.id, amount: '40' },
    ]
    const dying = (client: RilletClient): RilletClient => ({
      ...client,
      applyCreditMemo: async (...of) => {
        await client.applyCreditMemo(...of)
        throw new Error('killed')
      },
    })
    await expect(look(staged, { applications: split, rillet: dying })).rejects.toThrow()
    await look(staged, { applications: split.slice(0, 1) })
    await until(staged, { a: 60, b: 0 })
  })

  test.each([
    ['in part', [{ amount: '60' }]],
    ['wholly', [{ amount: '100' }, { amount: '-100' }]],
  ])('taken back %s by a try that died, and then set off again: as wished now', async (_, less) => {
    const staged = await stage()
    await atRest(staged)
    const against = { invoiceId: staged.a.id }
    const dying = (client: RilletClient): RilletClient => ({
      ...client,
      applyCreditMemo: async (...of) => {
        await client.applyCreditMemo(...of)
        throw new Error('killed')
      },
      unapplyCreditMemo: async (...of) => {
        await client.unapplyCreditMemo(...of)
        throw new Error('killed')
      },
    })
    const applications = less.map((one) => ({ ...against, ...one }))
    await expect(look(staged, { applications, rillet: dying })).rejects.toThrow()
    await look(staged, { applications: [{ ...against, amount: '100' }] })
    await until(staged, { a: 100, b: 0 })
  })
})
