import type {
  ClearedCause,
  MarkAsSynced,
  PersonAsks,
  RemoteHint,
  RemoteHintKind,
  ResolveInDoubt,
  SourceHint,
} from './messages.ts'

// Anybody at Temporal's Web UI or command line can send a run anything. A hint that is not of our form
// still wakes; a wish that is not is refused with words. Nothing of it may stop the run.

export const sourceHintOf = (given: unknown): SourceHint => {
  const fields = fieldsOf(given)
  return { version: instantOf(fields['version']), count: countOf(fields['count']) }
}

export function remoteHintOf(given: unknown): RemoteHint {
  const fields = fieldsOf(given)
  const said = Array.isArray(fields['kinds']) ? fields['kinds'] : []
  const kinds = remoteKinds.filter((kind) => said.includes(kind))
  return {
    // Without a kind it may be about anything: all is read.
    kinds: kinds.length === 0 ? ['updated'] : kinds,
    version: instantOf(fields['version']),
    status: textOf(fields['status']),
    amountDue: decimalOf(fields['amountDue']),
    count: countOf(fields['count']),
  }
}

const remoteKinds: RemoteHintKind[] = ['updated', 'payment', 'deleted']

export const clearedCauseOf = (given: unknown): ClearedCause => {
  const { cause, probe } = fieldsOf(given)
  return { cause: textOf(cause) ?? 'unknown', probe: probe === true }
}

/** Who asks: an operator in Temporal's Web UI need not say. */
export const personOf = (given: unknown): PersonAsks => {
  const { actor, reason } = fieldsOf(given)
  return { actor: textOf(actor) ?? 'temporal', reason: textOf(reason) }
}

export const markAsSyncedOf = (given: unknown): MarkAsSynced => ({
  ...personOf(given),
  rilletId: textOf(fieldsOf(given)['rilletId']),
})

export function resolveInDoubtOf(given: unknown): ResolveInDoubt {
  const rilletId = textOf(fieldsOf(given)['rilletId'])
  return rilletId === null
    ? { ...personOf(given), found: false }
    : { ...personOf(given), found: true, rilletId }
}

/** The points that were shown to who chose; none when they are not told. */
export function seenOf(given: unknown): string[] {
  const { seen } = fieldsOf(given)
  return isTexts(seen) ? seen : []
}

/** What is wrong with a wish that touches the books, in one sentence; null when nothing is. */
export function wishProblem(given: unknown): string | null {
  const { actor, reason, rilletId, found: _, seen, ...unknown } = fieldsOf(given)
  const [strange] = Object.keys(unknown)
  if (strange !== undefined) {
    return `There is no field "${strange.slice(0, 50)}": give actor, reason and, where it is asked for, found and rilletId.`
  }
  if (textOf(actor) === null)
    return 'Give {"actor": "who asks", "reason": "why"}: the actor is missing.'
  if (isBad(reason)) return 'The field "reason" must be a text.'
  if (seen !== undefined && !isTexts(seen)) return 'The field "seen" must be a list of texts.'
  if (isBad(rilletId)) return 'The field "rilletId" must be the id of a Rillet invoice.'
  return null
}

/** As `wishProblem`, and it must say what was found. */
export function resolveProblem(given: unknown): string | null {
  const { found, rilletId } = fieldsOf(given)
  if (typeof found !== 'boolean') {
    return 'Say {"found": true, "rilletId": "…"} or {"found": false}: the field "found" is missing.'
  }
  if (found && textOf(rilletId) === null)
    return '{"found": true} needs the "rilletId" of the invoice.'
  if (!found && textOf(rilletId) !== null) return '{"found": false} takes no "rilletId".'
  return wishProblem(given)
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const isBad = (value: unknown) => value !== undefined && value !== null && textOf(value) === null

function fieldsOf(given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {}
  return Object.fromEntries(Object.entries(given))
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== ''
    ? value.replaceAll('\u0000', '\uFFFD').slice(0, longestText).toWellFormed()
    : null

const instantOf = (value: unknown): string | null => {
  const text = textOf(value)
  return text === null || Number.isNaN(Date.parse(text)) ? null : text
}

const decimalOf = (value: unknown): string | null => {
  const text = textOf(value)
  return text !== null && /^-?\d{1,30}(\.\d{1,20})?$/.test(text) ? text : null
}

const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 1

const longestText = 500
