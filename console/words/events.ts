import { moneyText } from '../format.ts'
import { type DriftEnd, driftEndOf } from './drift-end.ts'
import { wordsOfField } from './fields.ts'
import { figureText } from './figures.ts'

type Facts = Record<string, unknown>
type Words = string | ((facts: Facts) => string)

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const money = ({ amount, total, currency }: Facts): string => {
  const code = text(currency)
  return `${moneyText(text(amount ?? total), code === '' ? null : code)} ${code}`.trim()
}
const list = (value: unknown): string =>
  Array.isArray(value) ? value.map((code) => spaced(text(code))).join(', ') : ''
const spaced = (code: string): string => code.replaceAll(/[._]/g, ' ').toLowerCase()
const field = ({ field: name }: Facts): string => spaced(text(name))

/** By whom, another event says. */
const driftEnds: Record<DriftEnd, string> = {
  same: ' is the same again',
  accepted: ': the difference is accepted',
  left: ': the difference is left as it is',
  credited: ': the difference is credited',
  deleted: ' is compared no more: the invoice was deleted in Rillet',
  untold: ': no difference any more',
}

/** What a sweep of Rillet finds; all else is found in Sequence. */
const inRillet = new Set(['changed', 'payment', 'deleted'])

/** What each kind of event says in the timeline. */
const words: Record<string, Words> = {
  'hint.received': ({ event }) => `News came: ${spaced(text(event))}`,
  'hint.echo': 'News came of what the sync wrote itself',
  'hint.ignored': ({ event }) => `News came that changes nothing: ${spaced(text(event))}`,
  'hint.unmatched': 'News came that belonged to nothing known',
  'sweep.found': ({ what }) =>
    `A sweep found news in ${inRillet.has(text(what)) ? 'Rillet' : 'Sequence'}`,
  'source.read': ({ status, paymentStatus }) =>
    `Read in Sequence: ${spaced(text(status))}, ${spaced(text(paymentStatus))}`,
  'invoice.created': (facts) => `Created in Rillet as ${text(facts['number'])}: ${money(facts)}`,
  'invoice.adopted': (facts) => `Found in Rillet and taken over: ${money(facts)}`,
  'invoice.found': 'Found in Rillet',
  'invoice.updated': 'Dates carried into Rillet',
  'invoice.refused': ({ code }) => `Rillet refused it: ${spaced(text(code))}`,
  'invoice.removed': 'Deleted in Rillet',
  'invoice.credited': (facts) => `Credited in Rillet: ${money(facts)}`,
  'payment_status.written': ({ paymentStatus, was }) =>
    `Marked in Sequence as ${spaced(text(paymentStatus))}, which was ${spaced(text(was))}`,
  'payment.recorded': (facts) => `Payment recorded: ${money(facts)}`,
  'payment.edited': (facts) => `Payment edited: ${money(facts)}`,
  'payment.cleared': (facts) => `Payment cleared: ${money(facts)}`,
  'payment.failed': (facts) => `Payment failed: ${money(facts)}`,
  'payment.deleted': (facts) => `Payment deleted: ${money(facts)}`,
  'payment.returned': (facts) => `Payment there again: ${money(facts)}`,
  'credit.recorded': (facts) => `Credit applied: ${money(facts)}`,
  'credit.edited': (facts) => `Credit edited: ${money(facts)}`,
  'credit.cleared': (facts) => `Credit cleared: ${money(facts)}`,
  'credit.failed': (facts) => `Credit failed: ${money(facts)}`,
  'credit.deleted': (facts) => `Credit taken back: ${money(facts)}`,
  'credit.returned': (facts) => `Credit there again: ${money(facts)}`,
  'drift.seen': (facts) => `${field(facts)} differs: ${between(facts)}`,
  'drift.changed': (facts) => `${field(facts)} differs otherwise: ${between(facts)}`,
  'drift.gone': (facts) => `${field(facts)}${driftEnds.untold}`,
  'state.waiting': 'Goes on',
  'state.blocked': ({ codes }) => `Blocked: ${list(codes)}`,
  'state.in_doubt': 'In doubt whether Rillet has it; being looked up',
  'state.synced': 'Synced',
  'state.partially_paid': 'Partly paid',
  'state.paid': 'Paid',
  'state.drift': ({ codes }) =>
    Array.isArray(codes) && codes.includes('not_updatable')
      ? 'The two systems differ; Rillet lets nothing of this invoice be changed'
      : 'The two systems differ',
  'state.removed': 'Deleted in Rillet',
  'state.voided': 'Voided',
  'state.excluded': 'Left out of the sync',
  'person.retry': 'Retry asked for',
  'person.exclude': 'Excluded',
  'person.markAsSynced': 'Marking as synced asked for',
  'person.acceptTheirs': 'Accepting Rillet’s figures asked for',
  'person.pushOurs': 'Writing Sequence’s figures to Rillet asked for',
  'person.recreate': 'Deleting and booking anew asked for',
  'person.creditDifference': 'Crediting the difference asked for',
  'person.leave': 'Leaving it as it is asked for',
  'person.deleteInRillet': 'Deleting in Rillet asked for',
  'person.dateOnOpenDay': 'Dating on the first open day asked for',
  'rule.markAsSynced': 'Marked as synced by the account’s rule for closed periods',
  'rule.exclude': 'Left out by the account’s rule for closed periods',
  'difference.accepted': 'What differs counts as settled',
  'choice.dropped': 'Not done: the invoice has changed since it was asked for',
  'choice.needless': 'Not done: nothing is left that needs it',
  'choice.replaced': 'Not done: something else was asked for after it',
  'choice.impossible': ({ choice }) =>
    choice === 'dateOnOpenDay'
      ? 'Not done: it is booked in a closed period, and no day moves it out of there'
      : 'Not done: no update in Rillet can change what differs',
  'invoice.deleted': ({ why }) =>
    why === 'voided in Sequence'
      ? 'Voided in Sequence; the sync deleted it in Rillet'
      : 'Deleted in Rillet by the sync',
  'invoice.dated': 'Dated on an open day',
  'remote.read': 'Read in Rillet',
  'person.resolveInDoubt': 'Doubt resolved',
}

// What happens to the account itself.
const ofAccount: Record<string, Words> = {
  'account.added': 'Account added',
  'connection.rillet_connected': ({ organization }) => `Rillet connected: ${text(organization)}`,
  'connection.sequence_connected': 'Sequence connected',
  'connection.sequence_policy': 'Our webhook in Sequence made or mended',
  'connection.webhook_secret_set': 'Webhook secret saved',
  'connection.disconnected': 'Disconnected',
  'connection.rillet_forgotten': 'Rillet’s key forgotten',
  'settings.changed': ({ patch }) =>
    `Settings changed: ${Object.keys(isRecord(patch) ? patch : {})
      .map(wordsOfField)
      .join(', ')}`,
  'bulk.started': 'Bulk retry started',
  'bulk.cancelled': 'Bulk retry cancelled',
  'customer.updated': 'Customer carried into Rillet',
  'customer.gone': 'Customer gone in Rillet',
  'credit_note.booked': 'Credit note booked in Rillet',
  'credit_note.dated': 'Credit note dated on an open day',
  'credit_note.left_out': 'Credit note left out by the account’s rule for closed periods',
  'credit_note.voided': 'Credit note undone in Rillet',
  'credit_note.retried': 'Retry of a credit note asked for',
  'alert.rillet_key': 'Rillet refuses the API key',
  'alert.sequence_key': 'Sequence refuses the credentials',
  'alert.setup': 'A setting is missing in Rillet',
}

const isRecord = (value: unknown): value is Facts => typeof value === 'object' && value !== null

const between = ({ field: name, ours, theirs }: Facts) => {
  const figure = (value: unknown) => figureText(text(name), text(value), null)
  return `${figure(ours)} in Sequence, ${figure(theirs)} in Rillet`
}

const wordsFor = (kind: string): Words | undefined => words[kind] ?? ofAccount[kind]

/** An event in words; a kind that has none yet is spelt out. */
export function eventText(kind: string, facts: Facts): string {
  const found = wordsFor(kind)
  return capital(typeof found === 'function' ? found(facts) : (found ?? spaced(kind)))
}

/** An event of a timeline, newest first, in words: some are told by those around them. */
export function timelineText(events: readonly Told[], at: number): string {
  const { kind = '', data = {} } = events[at] ?? {}
  switch (kind) {
    case 'drift.gone':
      return capital(field(data) + driftEnds[driftEndOf(events, at)])
    case 'person.retry':
      return eventText(kind, data) + unmoved(events, at)
    case 'state.excluded':
      return eventText(kind, data) + (isBookedElsewhere(events, at) ? ', as booked elsewhere' : '')
    default:
      return eventText(kind, data)
  }
}

type Told = { kind: string; data: Facts; at?: string }

/** States that a retry may leave as they were; that they stand still is written down nowhere. */
const standing = new Set(['blocked', 'drift', 'in_doubt', 'removed', 'voided', 'excluded'])

/** What is written down at once has one time: a state beside the request is what came of it. */
function unmoved(events: readonly Told[], at: number): string {
  const isState = ({ kind }: Told) => kind.startsWith('state.')
  if (withIt(events, at).some(isState)) return ''
  const before = events.slice(at + 1).find(isState)
  if (before === undefined || !standing.has(before.kind.replace('state.', ''))) return ''
  const was = eventText(before.kind, before.data)
  return `: it stays as it was (${was.charAt(0).toLowerCase()}${was.slice(1)})`
}

const isBookedElsewhere = (events: readonly Told[], at: number): boolean =>
  withIt(events, at).some(
    ({ kind }) => kind === 'person.markAsSynced' || kind === 'rule.markAsSynced',
  )

const withIt = (events: readonly Told[], index: number): Told[] =>
  events.filter(({ at }) => at !== undefined && at === events[index]?.at)

const capital = (said: string): string => said.charAt(0).toUpperCase() + said.slice(1)

const systems: Record<string, string> = { sequence: 'from Sequence', rillet: 'from Rillet' }

/** Who did it; null when the sync did, or a sweep of it. */
export function whoText(actor: string): string | null {
  return actor === 'sync' || actor === 'sweep' ? null : (systems[actor] ?? `by ${actor}`)
}

/** Whether somebody has put this kind into words. */
export const hasWords = (kind: string): boolean => wordsFor(kind) !== undefined
