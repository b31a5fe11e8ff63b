type Told = { kind: string; data: Record<string, unknown> }

/** Why a difference is none any more. */
export type DriftEnd = 'same' | 'accepted' | 'left' | 'credited' | 'deleted' | 'untold'

/**
 * The event does not say why the difference ended: what the sync did just before does, and the person's choice that
 * is written down with it. The timeline is newest first, and may begin later than the difference did.
 */
export function driftEndOf(events: readonly Told[], at: number): DriftEnd {
  const field = events[at]?.data['field']
  const older = events.slice(at + 1)
  const began = older.findIndex((event) => isDifference(event, field))
  const since = began === -1 ? older : older.slice(0, began)
  const done = since.findIndex((event) => isEnd(event, field))
  const kind = since[done]?.kind
  if (kind === undefined) return began === -1 ? 'untold' : 'same'
  // A state that was told in between ended the look that did it: something else came after.
  if (since.slice(0, done).some(isState)) return 'untold'
  if (kind === 'difference.accepted') return choiceIn([...sameLook(events, at), ...since])
  return kind === 'invoice.credited' ? 'credited' : 'deleted'
}

const isDifference = ({ kind, data }: Told, field: unknown): boolean =>
  (kind === 'drift.seen' || kind === 'drift.changed') && data['field'] === field

/** A payment status that is not left as it is follows Rillet: then it is the same. */
const isEnd = ({ kind, data }: Told, field: unknown): boolean =>
  kind === 'difference.accepted'
    ? field !== 'payment status' || data['paymentStatus'] !== undefined
    : ends.has(kind)

const ends = new Set(['invoice.credited', 'invoice.deleted', 'invoice.removed'])

const isState = ({ kind }: Told): boolean => kind.startsWith('state.')

/** What is written down after the difference and with it, up to the state. */
const sameLook = (events: readonly Told[], at: number): Told[] => {
  const newer = events.slice(0, at)
  return newer.slice(newer.findLastIndex(isState) + 1)
}

const choiceIn = (events: readonly Told[]): DriftEnd => {
  const choice = events.find(
    ({ kind }) => kind === 'person.acceptTheirs' || kind === 'person.leave',
  )
  return choice?.kind === 'person.leave' ? 'left' : 'accepted'
}
