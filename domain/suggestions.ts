/** A customer or product as far as two of them can be told to be the same. */
export type Known = { id: string; name: string; emails: string[] }
export type Candidate = { id: string; name: string; by: ('name' | 'email')[] }

/** Those with exactly the same name or e-mail, but for capitals and blanks around. Never more than alike. */
export function candidatesFor(ours: Known, theirs: readonly Known[]): Candidate[] {
  const name = plain(ours.name)
  const emails = new Set(ours.emails.map(plain))
  return theirs.flatMap((one) => {
    const by: Candidate['by'] = []
    if (plain(one.name) === name) by.push('name')
    if (one.emails.some((email) => emails.has(plain(email)))) by.push('email')
    return by.length === 0 ? [] : [{ id: one.id, name: one.name, by }]
  })
}

const plain = (text: string) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
