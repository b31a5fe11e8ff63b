import type { Json } from '../../support/http.ts'
import { differs } from '../money.ts'
import type { Ledgers, Rule } from './ledger.ts'
import { byReference } from './references.ts'

/** What was voided in Sequence is nowhere in Rillet, or a credit memo takes all of it back there. */
export function auditVoided({ rillet, sequence }: Ledgers): [Rule, string][] {
  const booked = byReference(rillet.organizations.flatMap(({ invoices }: Json) => invoices))
  const memos = byReference(rillet.organizations.flatMap(({ creditMemos }: Json) => creditMemos))
  const isTakenBack = (id: string, { credited, total, currency }: Json) =>
    memos.has(`${id}:void`) && !differs(credited, total.amount, currency)
  return sequence.accounts
    .flatMap(({ invoices }: Json) => invoices)
    .filter(({ id, status }: Json) => {
      const live = booked.get(id) ?? []
      return status === 'VOIDED' && live.some((one) => !isTakenBack(id, one))
    })
    .map(({ id }: Json) => ['one live invoice', `${id} is voided, and still in Rillet`])
}

/** A credit note is one credit memo at most, in all organizations together, and of its amount; a voided one none. */
export function auditMemos({ rillet, sequence }: Ledgers): [Rule, string][] {
  const notes = byId(sequence.accounts.flatMap(({ creditNotes }: Json) => creditNotes))
  const invoices = byId(sequence.accounts.flatMap((account: Json) => account.invoices))
  const memos = byReference(rillet.organizations.flatMap(({ creditMemos }: Json) => creditMemos))
  const found: [Rule, string][] = []
  for (const [id, all] of memos) {
    if (all.length > 1) found.push(['one live invoice', `${id} is ${all.length} memos in Rillet`])
    const note = notes.get(id)
    if (note !== undefined) found.push(...auditNote(note, all))
    // What takes an invoice back carries the invoice's id and why.
    else if (!invoices.has(id.replace(/:.*$/, ''))) {
      const what = `Rillet has a credit memo of ${id}, which Sequence has not`
      found.push(['nothing crosses accounts', what])
    }
  }
  return found
}

function auditNote({ id, status, grossTotal, currency }: Json, memos: Json[]): [Rule, string][] {
  if (status === 'VOIDED') {
    return [['one live invoice', `credit note ${id} is voided, and still in Rillet`]]
  }
  return memos
    .filter(({ total }) => differs(grossTotal, total.amount, currency))
    .map(({ total }) => [
      'no wrong cent',
      `credit note ${id}: ${grossTotal} became ${total.amount}`,
    ])
}

/** In words: each of these is live once in the organization, and nothing else is. */
export function auditOnce({ invoices }: Json, ids: string[]): string[] {
  const booked = byReference(invoices)
  const wrong = ids.filter((id) => booked.get(id)?.length !== 1)
  return [
    ...(invoices.length === ids.length
      ? []
      : [`${ids.length} invoices, ${invoices.length} live in Rillet`]),
    ...wrong.map((id) => `${id} is ${booked.get(id)?.length ?? 0} times in Rillet`),
  ]
}

const byId = (things: Json[]): Map<string, Json> => new Map(things.map((one) => [one.id, one]))
