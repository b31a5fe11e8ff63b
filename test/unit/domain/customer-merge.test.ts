import { describe, expect, test } from 'vitest'
import {
  type CustomerBase,
  mergeCustomer,
  sameBase,
  sameInList,
} from '../../../domain/customer-merge.ts'

const address = { line1: '1 Main St', city: 'Bath', state: 'BA', zip_code: 'BA1', country: 'GB' }
const base: CustomerBase = {
  name: 'Acme',
  address,
  emails: [{ email: 'ann@acme.test', type: 'MAIN_SENDER' }],
}
const merge = (ours: Partial<CustomerBase>, theirs: object = {}) =>
  mergeCustomer({ base, ours: { ...base, ...ours }, theirs: { ...base, ...theirs } })

test('nothing that Sequence changed is nothing to write, whatever Rillet’s users typed', () => {
  const theirs = { name: 'Acme (UK)', address: null, emails: [] }
  expect(merge({}, theirs)).toEqual({ edits: {}, overwritten: [] })
})

test('a name that changed in Sequence is carried over; one changed on both sides is told', () => {
  expect(merge({ name: 'Acme Ltd' })).toEqual({ edits: { name: 'Acme Ltd' }, overwritten: [] })
  expect(merge({ name: 'Acme Ltd' }, { name: 'ACME' }).overwritten).toEqual(['name'])
})

test('an address that Sequence no longer has whole is not taken away', () => {
  expect(merge({ address: null }).edits).toEqual({})
})

test('an address that Rillet has already is not written again', () => {
  const moved = { ...address, line1: '2 Main St' }
  expect(merge({ address: moved }, { address: { ...moved, line2: '' } }).edits).toEqual({})
  expect(merge({ address: moved }).edits).toEqual({ address: moved })
})

describe('e-mails', () => {
  const bob = { email: 'bob@acme.test', type: 'CC' } as const
  const theirs = [...base.emails, { email: 'books@acme.test', type: 'BCC' }]

  test('that Rillet’s users typed survive what is added and removed in Sequence', () => {
    expect(merge({ emails: [...base.emails, bob] }, { emails: theirs }).edits.emails).toEqual([
      ...theirs,
      bob,
    ])
    expect(merge({ emails: [] }, { emails: theirs }).edits.emails).toEqual([
      { email: 'books@acme.test', type: 'BCC' },
    ])
  })

  test('have the role that Sequence gives them anew, in any case of letters', () => {
    const emails = [{ email: 'ann@acme.test', type: 'CC' } as const]
    expect(
      merge({ emails }, { emails: [{ email: 'Ann@Acme.test', type: 'MAIN_SENDER' }] }),
    ).toEqual({ edits: { emails: [{ email: 'Ann@Acme.test', type: 'CC' }] }, overwritten: [] })
  })

  test('do not push aside the one whom Rillet’s users write to first', () => {
    const main = { email: 'cfo@acme.test', type: 'MAIN_SENDER' }
    const emails = [{ email: 'new@acme.test', type: 'MAIN_SENDER' } as const]
    expect(merge({ emails }, { emails: [main] }).edits.emails).toEqual([
      main,
      { email: 'new@acme.test', type: 'CC' },
    ])
  })
})

describe('what was last carried', () => {
  // Postgres keeps the keys of what it stores in an order of its own.
  const { name, emails } = base
  const { country, ...rest } = address
  const stored: CustomerBase = { emails, address: { country, ...rest }, name }

  test('is the same in whatever order its fields are stored', () => {
    expect(sameBase(stored, base)).toBe(true)
  })

  test.each([
    ['name', { name: 'Acme Ltd' }, false],
    ['address', { address: { ...address, line1: '2 Main St' } }, false],
    ['missing address', { address: null }, false],
    ['e-mail, which no list shows', { emails: [] }, true],
  ])('differs by its %s', (_, change, inList) => {
    const now = { ...base, ...change }
    expect(sameBase(stored, now)).toBe(false)
    expect(sameInList(stored, now)).toBe(inList)
  })
})
