import type { Json } from '../../support/http.ts'
import { differs, units } from '../money.ts'
import { settlement } from '../payments.ts'
import type { Outcome } from '../scenario.ts'
import { auditCredit } from './credit.ts'
import { auditMemos, auditVoided } from './ends.ts'
import { byReference, refersTo } from './references.ts'

export type Ledgers = { rillet: Json; sequence: Json }
export type Violation = { rule: Rule; what: string; seed: number | null }
export type Rule =
  | 'one live invoice'
  | 'one customer and product'
  | 'no lost line'
  | 'no wrong cent'
  | 'final state'
  | 'nothing crosses accounts'
  | 'no acknowledged delivery is lost'
  | 'no wake-up is lost'
  | 'calls within the budget'
  | 'no secret and no name leaks'
  | 'no run fails'
  | 'no process ends by itself'
  | 'the oracle sees all'
  | 'every fault happens'
  | 'every part ends'

/** What both vendors' books say of everything that ever was: nobody else's word counts. */
export function auditBooks({ rillet, sequence }: Ledgers): Violation[] {
  const violations: Violation[] = []
  const say = (rule: Rule, what: string) => violations.push({ rule, what, seed: null })
  const homes = new Map<string, Set<string>>()
  for (const organization of rillet.organizations) {
    for (const [id, all] of byReference(organization.invoices)) {
      if (all.length > 1) say('one live invoice', `${id} is ${all.length} times in Rillet`)
      homes.set(id, (homes.get(id) ?? new Set()).add(organization.id))
    }
    for (const kind of ['customers', 'products'] as const) {
      for (const [id, all] of byReference(organization[kind])) {
        if (all.length > 1) {
          say('one customer and product', `${kind} ${id} is ${all.length} times in Rillet`)
        }
      }
    }
  }
  for (const [id, organizations] of homes) {
    if (organizations.size > 1) say('one live invoice', `${id} is in several organizations`)
  }
  const known = new Set(
    sequence.accounts.flatMap(({ invoices }: Json) => invoices.map(({ id }: Json) => id)),
  )
  for (const id of homes.keys()) {
    if (!known.has(id)) say('nothing crosses accounts', `Rillet has ${id}, which Sequence has not`)
  }
  const ledgers = { rillet, sequence }
  for (const [rule, what] of [...auditVoided(ledgers), ...auditMemos(ledgers)]) say(rule, what)
  return violations
}

/** What a finished scenario must have left behind. */
export function auditOutcome(ledgers: Ledgers, outcome: Outcome): Violation[] {
  const violations: Violation[] = []
  const say = (rule: Rule, what: string) => violations.push({ rule, what, seed: outcome.seed })
  for (const failure of outcome.failures) say('final state', failure)

  const account = ledgers.sequence.accounts.find(({ id }: Json) => id === outcome.accountId)
  for (const { invoiceId, isVoided, noteId } of outcome.invoices) {
    const source = account.invoices.find(({ id }: Json) => id === invoiceId)
    const found = ledgers.rillet.organizations.flatMap(({ id, invoices }: Json) =>
      invoices.filter((one: Json) => refersTo(one, invoiceId)).map((one: Json) => ({ id, one })),
    )
    if (isVoided) {
      if (found.length > 0) say('one live invoice', `${invoiceId} is voided, and still in Rillet`)
      continue
    }
    if (found.length !== 1) {
      say('one live invoice', `${invoiceId} is ${found.length} times in Rillet`)
      continue
    }
    const [{ id, one }] = found
    if (id !== outcome.organizationId) say('nothing crosses accounts', `${invoiceId} is in ${id}`)
    for (const [rule, what] of compare(source, one)) say(rule, `${invoiceId}: ${what}`)
    if (noteId !== null) {
      const note = account.creditNotes.find(({ id }: Json) => id === noteId)
      for (const [rule, what] of auditCredit(ledgers.rillet, note, one)) say(rule, what)
    }
  }
  return violations
}

/** Line by line, and the money that came in. */
function compare(source: Json, booked: Json): [Rule, string][] {
  const { currency } = source
  const found: [Rule, string][] = []
  if (booked.currency !== currency) {
    found.push(['no wrong cent', `${currency} became ${booked.currency}`])
  }
  if (source.lines.length !== booked.items.length) {
    const counts = `${source.lines.length} lines became ${booked.items.length}`
    found.push(['no lost line', counts])
  }
  for (const line of source.lines) {
    const items = booked.items.filter((item: Json) => referencesOf(item).includes(line.id))
    if (items.length !== 1) {
      found.push(['no lost line', `line ${line.id} is there ${items.length} times`])
    } else if (differs(line.netTotal, items[0].total_amount.amount, currency)) {
      found.push([
        'no wrong cent',
        `line ${line.id}: ${line.netTotal} became ${items[0].total_amount.amount}`,
      ])
    }
  }
  const amounts = [
    ['net', source.netTotal, booked.net_amount.amount],
    ['tax', source.totalTax, booked.taxed_amount.amount],
    ['total', source.grossTotal, booked.total.amount],
  ]
  for (const [name, ours, theirs] of amounts) {
    if (differs(ours, theirs, currency)) {
      found.push(['no wrong cent', `${name}: ${ours} became ${theirs}`])
    }
  }
  const { paymentStatus } = settlement({
    total: units(booked.total.amount, currency),
    payments: booked.payments,
    credited: units(booked.credited, currency),
    currency,
  })
  if (source.paymentStatus !== paymentStatus) {
    const said = `Sequence says ${source.paymentStatus}, Rillet's rows ${paymentStatus}`
    found.push(['final state', said])
  }
  return found
}

const referencesOf = (thing: Json): string[] =>
  (thing.external_references ?? []).map(({ id }: Json) => id)
