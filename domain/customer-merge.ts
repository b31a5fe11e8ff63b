import type { CustomerEmail, CustomerRequest, RilletAddress } from './wire.ts'

/** Of a customer, what Sequence decides; everything else in Rillet belongs to Rillet's users. */
export type CustomerBase = {
  name: string
  /** Null: Sequence has none that Rillet would take whole. */
  address: RilletAddress | null
  emails: CustomerEmail[]
}

/** The same of Rillet's customer; words of an e-mail's type that we do not know are kept. */
export type CustomerTheirs = {
  name: string
  address: RilletAddress | null
  emails: { email: string; type: string }[]
}

export type CustomerField = 'name' | 'address' | 'emails'

export type CustomerEdits = {
  name?: string
  address?: RilletAddress
  emails?: { email: string; type: string }[]
}

export type CustomerMerge = {
  edits: CustomerEdits
  /** Changed on both sides since the last time: Sequence's value goes over Rillet's. */
  overwritten: CustomerField[]
}

export const baseOf = ({ name, address, emails }: CustomerRequest): CustomerBase => ({
  name,
  address: address ?? null,
  emails,
})

/** Whether Sequence says the same of a customer, as far as Rillet is told. */
export const sameBase = (one: CustomerBase, other: CustomerBase): boolean =>
  sameInList(one, other) && sameEmails(one.emails, other.emails)

/** The same without the e-mails: a list shows none. */
export const sameInList = (one: Listed, other: Listed): boolean =>
  one.name === other.name && same(one.address, other.address)

type Listed = Pick<CustomerBase, 'name' | 'address'>

/**
 * Three ways: what Sequence changed since `base` is carried over, what only Rillet's users changed stays.
 * An address that Sequence no longer has whole is not taken away.
 */
export function mergeCustomer({ base, ours, theirs }: Sides): CustomerMerge {
  const edits: CustomerEdits = {}
  const overwritten: CustomerField[] = []
  if (ours.name !== base.name && ours.name !== theirs.name) {
    edits.name = ours.name
    if (theirs.name !== base.name) overwritten.push('name')
  }
  const { address } = ours
  if (address !== null && !same(address, base.address) && !same(address, theirs.address)) {
    edits.address = address
    if (!same(theirs.address, base.address)) overwritten.push('address')
  }
  const emails = mergeEmails(base.emails, ours.emails, theirs.emails)
  if (!sameEmails(emails, theirs.emails)) edits.emails = emails
  return { edits, overwritten }
}

export type Sides = { base: CustomerBase; ours: CustomerBase; theirs: CustomerTheirs }

/** Theirs, without what left Sequence, with what is new or has another role there. */
function mergeEmails(
  base: CustomerEmail[],
  ours: CustomerEmail[],
  theirs: CustomerTheirs['emails'],
): CustomerTheirs['emails'] {
  const was = typesOf(base)
  const now = typesOf(ours)
  const kept = theirs.flatMap((one) => {
    const key = keyOf(one.email)
    const type = now.get(key)
    if (type === undefined) return was.has(key) ? [] : [one]
    return [type === was.get(key) ? one : { ...one, type }]
  })
  const there = new Set(kept.map(({ email }) => keyOf(email)))
  const added = ours.filter(({ email }) => !was.has(keyOf(email)) && !there.has(keyOf(email)))
  const hasMain = kept.some(({ type }) => type === 'MAIN_SENDER')
  // Whom Rillet's users write to first, they go on writing to first.
  return [...kept, ...added.map((one) => (hasMain ? { ...one, type: 'CC' } : one))]
}

const keyOf = (email: string) => email.trim().toLowerCase()
const typesOf = (emails: CustomerEmail[]) =>
  new Map(emails.map(({ email, type }) => [keyOf(email), type]))

const sameEmails = (one: CustomerTheirs['emails'], other: CustomerTheirs['emails']) =>
  one.length === other.length &&
  one.every(({ email, type }, index) => {
    const there = other[index]
    return there !== undefined && there.email === email && there.type === type
  })

const addressFields = ['line1', 'line2', 'city', 'state', 'zip_code', 'country'] as const

function same(one: RilletAddress | null, other: RilletAddress | null): boolean {
  if (one === null || other === null) return one === other
  return addressFields.every((field) => (one[field] ?? '') === (other[field] ?? ''))
}
