import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOnce, lookUpOnce } from '../../activities/create-once.ts'
import {
  AccessError,
  BudgetError,
  InDoubtError,
  NotSentError,
  RefusedError,
  ThrottledError,
} from '../../clients/errors.ts'
import { createTiming } from '../../domain/timing.ts'
import { connect, type Db } from '../../store/connect.ts'
import { nextGeneration, type Thing } from '../../store/intent.ts'
import { completeLink, findLink } from '../../store/link.ts'
import { createDatabase } from '../support/database.ts'

const where = {
  vendor: 'rillet',
  operation: 'create',
  method: 'POST',
  path: '/invoices',
} as const
const timing = createTiming(1, 60_000)
let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const newThing = (): Thing => ({
  accountId: randomUUID(),
  kind: 'invoice',
  sourceId: randomUUID(),
  organizationId: randomUUID(),
})

/** A vendor that records the keys it was sent, and answers or fails as told. */
function vendor(answer: () => Promise<string>) {
  const keys: string[] = []
  const send = async (key: string, beforeSend: () => Promise<void>) => {
    await beforeSend()
    keys.push(key)
    return answer()
  }
  return { keys, send }
}

const attempt = (thing: Thing, { send }: ReturnType<typeof vendor>) =>
  createOnce({ db, timing, thing, send })

const failing = (error: Error) => vendor(() => Promise.reject(error))

/** As if everything about the thing had happened that long ago. */
const age = (thing: Thing, ms: number) =>
  sql`
    update link set
      sent_at = sent_at - ${`${ms} ms`}::interval,
      key_first_sent_at = key_first_sent_at - ${`${ms} ms`}::interval,
      last_absent_at = last_absent_at - ${`${ms} ms`}::interval
    where source_id = ${thing.sourceId}
  `.execute(db)

/** Somebody else gives an attempt up: absent twice, a settling time apart. */
async function lookTwiceInVain(thing: Thing): Promise<void> {
  for (let looks = 0; looks < 2; looks += 1) {
    await age(thing, timing.settlingMs)
    await lookUpOnce({ db, timing, thing, find: async () => null })
  }
}

describe('one attempt', () => {
  test('answers with what was made', async () => {
    const result = await attempt(
      newThing(),
      vendor(async () => 'inv-1'),
    )
    expect(result).toMatchObject({ kind: 'done', value: 'inv-1', generation: 1 })
  })

  test('run twice by Temporal sends once: the second finds the fence up', async () => {
    const thing = newThing()
    const lost = failing(new InDoubtError('timeout', where))
    expect(await attempt(thing, lost)).toEqual({ kind: 'in_doubt' })
    const second = vendor(async () => 'never')
    expect(await attempt(thing, second)).toEqual({ kind: 'in_doubt' })
    expect(second.keys).toEqual([])
  })

  test('held up at the fence while another looked in vain and sent: it sends nothing', async () => {
    const thing = newThing()
    const sent: string[] = []
    const result = await createOnce({
      db,
      timing,
      thing,
      send: async (key, beforeSend) => {
        await beforeSend()
        await lookTwiceInVain(thing)
        const other = vendor(async () => 'inv-1')
        expect(await attempt(thing, other)).toMatchObject({ kind: 'done' })
        await beforeSend()
        sent.push(key)
        return 'inv-2'
      },
    })
    expect(result).toEqual({ kind: 'in_doubt' })
    expect(sent).toEqual([])
  })

  test('that made nothing lowers the fence that it raised, and no other', async () => {
    const thing = newThing()
    const late = createOnce({
      db,
      timing,
      thing,
      send: async (_, beforeSend) => {
        await beforeSend()
        await lookTwiceInVain(thing)
        await attempt(thing, failing(new InDoubtError('timeout', where)))
        throw new NotSentError('not sent', where)
      },
    })
    await expect(late).rejects.toThrow('not sent')
    const third = vendor(async () => 'never')
    expect(await attempt(thing, third)).toEqual({ kind: 'in_doubt' })
  })

  test('two at the same moment send once', async () => {
    const thing = newThing()
    const both = vendor(async () => 'inv-1')
    const meeting = Promise.withResolvers<void>()
    let arrived = 0
    // Both have read that nothing was sent before either sends.
    const send: typeof both.send = async (key, beforeSend) => {
      arrived += 1
      if (arrived === 2) meeting.resolve()
      await meeting.promise
      return both.send(key, beforeSend)
    }
    const one = () => createOnce({ db, timing, thing, send })
    const results = await Promise.all([one(), one()])
    expect(both.keys).toHaveLength(1)
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['done', 'in_doubt'])
  })

  test('of a thing that is linked sends nothing', async () => {
    const thing = newThing()
    await attempt(
      thing,
      vendor(async () => 'inv-1'),
    )
    const made = { rilletId: 'inv-1', origin: 'created', verified: true } as const
    await completeLink(db, thing, { ...made, remoteVersion: null, remoteState: null })
    const again = vendor(async () => 'inv-2')
    expect(await attempt(thing, again)).toEqual({ kind: 'exists', rilletId: 'inv-1' })
    expect(again.keys).toEqual([])
  })
})

describe('what surely made nothing', () => {
  test.each([
    ['no connection', new NotSentError('refused', where)],
    ['no right', new AccessError('refused', { ...where, status: 401 })],
    ['throttled', new ThrottledError('429', { ...where, status: 429, retryAfterMs: null })],
    ['no slot', new BudgetError('no slot', { ...where, retryAfterMs: 1 })],
  ])('%s: the fence comes down, and the same key is used again', async (_, error) => {
    const thing = newThing()
    const first = failing(error)
    await expect(attempt(thing, first)).rejects.toBe(error)
    const second = vendor(async () => 'inv-1')
    expect(await attempt(thing, second)).toMatchObject({ kind: 'done' })
    expect(second.keys).toEqual(first.keys)
  })

  test('a refusal is told, and the next attempt has a key of its own', async () => {
    const thing = newThing()
    const refused = new RefusedError('400', { ...where, status: 400 })
    const first = failing(refused)
    const result = await attempt(thing, first)
    const raised = expect.any(String)
    expect(result).toEqual({ kind: 'rejected', error: refused, generation: 1, raised })
    if (result.kind === 'rejected') await nextGeneration(db, thing, result)
    const second = vendor(async () => 'inv-1')
    expect(await attempt(thing, second)).toMatchObject({ kind: 'done', generation: 2 })
    expect(second.keys).not.toEqual(first.keys)
  })
})

describe('a key that was sent before, and looked for in vain', () => {
  const refused = new RefusedError('400', { ...where, status: 400 })
  async function refusedLater(): Promise<Thing> {
    const thing = newThing()
    await attempt(thing, failing(new InDoubtError('timeout', where)))
    await lookTwiceInVain(thing)
    expect(await attempt(thing, failing(refused))).toEqual({ kind: 'in_doubt' })
    return thing
  }

  test('a refusal says nothing of what it made: that is looked for once more, and found', async () => {
    const thing = await refusedLater()
    const second = vendor(async () => 'inv-2')
    expect(await attempt(thing, second)).toEqual({ kind: 'in_doubt' })
    expect(second.keys).toEqual([])
    const found = await lookUpOnce({ db, timing, thing, find: async () => 'inv-1' })
    expect(found).toMatchObject({ kind: 'found', value: 'inv-1' })
  })

  test('absent twice more: the next attempt has a key of its own, and its refusal is told', async () => {
    const thing = await refusedLater()
    const look = () => lookUpOnce({ db, timing, thing, find: async () => null })
    expect((await look()).kind).toBe('later')
    await age(thing, timing.settlingMs)
    expect(await look()).toEqual({ kind: 'absent' })
    expect(await attempt(thing, failing(refused))).toMatchObject({
      kind: 'rejected',
      generation: 2,
    })
  })
})

describe('a key that Rillet may have forgotten', () => {
  test('is not used again, and what it may have made is looked for first', async () => {
    const thing = newThing()
    const first = failing(new InDoubtError('timeout', where))
    await attempt(thing, first)
    await lookTwiceInVain(thing)
    await age(thing, timing.keyLifeMs)
    const second = vendor(async () => 'inv-2')
    expect(await attempt(thing, second)).toEqual({ kind: 'in_doubt' })
    expect(second.keys).toEqual([])
    await lookTwiceInVain(thing)
    expect(await attempt(thing, second)).toMatchObject({ kind: 'done', generation: 2 })
    expect(second.keys).not.toEqual(first.keys)
  })

  test('and that it has never seen is used at once', async () => {
    const thing = newThing()
    const first = failing(new NotSentError('refused', where))
    await expect(attempt(thing, first)).rejects.toThrow()
    await age(thing, timing.keyLifeMs)
    await expect(attempt(thing, first)).rejects.toThrow('refused')
    const [key] = first.keys
    expect(first.keys).toEqual([key, key])
  })
})

describe('looking for what a create in doubt may have made', () => {
  const inDoubt = async () => {
    const thing = newThing()
    await attempt(thing, failing(new InDoubtError('timeout', where)))
    return thing
  }
  const look = (thing: Thing, found: string | null) =>
    lookUpOnce({ db, timing, thing, find: async () => found })

  test('never begins before the settling time is over', async () => {
    const thing = await inDoubt()
    const result = await look(thing, 'inv-1')
    expect(result.kind).toBe('later')
  })

  test('finds it', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    expect(await look(thing, 'inv-1')).toMatchObject({ kind: 'found', value: 'inv-1' })
  })

  test('believes its absence only twice, a settling time apart, then sends with the same key', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    expect((await look(thing, null)).kind).toBe('later')
    expect((await look(thing, null)).kind).toBe('later')
    await age(thing, timing.settlingMs)
    expect(await look(thing, null)).toEqual({ kind: 'absent' })
    expect(
      await attempt(
        thing,
        vendor(async () => 'inv-1'),
      ),
    ).toMatchObject({ generation: 1 })
  })

  test('absent after the key’s life: the next attempt has a key of its own', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    await look(thing, null)
    await age(thing, timing.keyLifeMs)
    expect(await look(thing, null)).toEqual({ kind: 'absent' })
    expect(
      await attempt(
        thing,
        vendor(async () => 'inv-1'),
      ),
    ).toMatchObject({ generation: 2 })
  })

  test('held up since the look: the fence of another attempt stays up', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    await look(thing, null)
    await age(thing, timing.settlingMs)
    const late = await lookUpOnce({
      db,
      timing,
      thing,
      find: async () => {
        await look(thing, null)
        await attempt(thing, failing(new InDoubtError('timeout', where)))
        return null
      },
    })
    expect(late.kind).toBe('later')
    const third = vendor(async () => 'never')
    expect(await attempt(thing, third)).toEqual({ kind: 'in_doubt' })
  })

  test('held up since the first look: it says nothing of what was sent meanwhile', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    await lookUpOnce({
      db,
      timing,
      thing,
      find: async () => {
        await lookTwiceInVain(thing)
        await attempt(thing, failing(new InDoubtError('timeout', where)))
        return null
      },
    })
    const link = await findLink(db, thing.accountId, 'invoice', thing.sourceId)
    expect(link).toMatchObject({ sent_at: expect.any(Date), last_absent_at: null })
  })

  test('a refusal that comes late ends no other attempt', async () => {
    const thing = newThing()
    const refused = new RefusedError('400', { ...where, status: 400 })
    const late = await createOnce({
      db,
      timing,
      thing,
      send: async (_, beforeSend) => {
        await beforeSend()
        await lookTwiceInVain(thing)
        await attempt(thing, failing(new InDoubtError('timeout', where)))
        throw refused
      },
    })
    if (late.kind !== 'rejected') throw new Error(`not rejected: ${late.kind}`)
    expect(await nextGeneration(db, thing, late)).toBe(false)
    const third = vendor(async () => 'never')
    expect(await attempt(thing, third)).toEqual({ kind: 'in_doubt' })
  })

  test('a person’s word counts for the second time, and not before the settling time is over', async () => {
    const thing = await inDoubt()
    const last = () => lookUpOnce({ db, timing, thing, find: async () => null, isLast: true })
    expect((await last()).kind).toBe('later')
    await age(thing, timing.settlingMs)
    expect(await last()).toEqual({ kind: 'absent' })
  })

  test('a look-up that fails decides nothing', async () => {
    const thing = await inDoubt()
    await age(thing, timing.settlingMs)
    const broken = () => Promise.reject(new InDoubtError('cut', where))
    await expect(lookUpOnce({ db, timing, thing, find: broken })).rejects.toThrow('cut')
    expect((await findLink(db, thing.accountId, 'invoice', thing.sourceId))?.sent_at).not.toBeNull()
  })
})
