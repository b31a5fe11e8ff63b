import type { InvoiceState } from './model.ts'

/** What a person may ask of an invoice, named as the updates are. */
export const actions = [
  'retry',
  'exclude',
  'markAsSynced',
  'acceptTheirs',
  'pushOurs',
  'recreate',
  'creditDifference',
  'leave',
  'deleteInRillet',
  'dateOnOpenDay',
  'resolveInDoubt',
] as const
export type Action = (typeof actions)[number]

/** How a person decides about a difference between the two systems. */
export const choices = [
  'acceptTheirs',
  'pushOurs',
  'recreate',
  'creditDifference',
  'leave',
  'deleteInRillet',
  'dateOnOpenDay',
] as const satisfies readonly Action[]
export type Choice = (typeof choices)[number]

/** True when a person may ask for this action while the invoice is in this state, for these reasons. */
export const allowed = (state: InvoiceState, action: Action, codes: readonly string[]): boolean =>
  actionsOf(state, codes).includes(action)

/** What a person may ask for now: what the state allows, and what its problems let them choose. */
export function actionsOf(state: InvoiceState, codes: readonly string[]): Action[] {
  const chosen =
    state === 'blocked' || state === 'drift' ? codes.flatMap((code) => choicesFor(code, codes)) : []
  return actions.filter(
    (action) => states[state].actions.includes(action) || chosen.includes(action),
  )
}

/** What a person can decide about a problem beside what its state allows. */
function choicesFor(code: string, codes: readonly string[]): readonly Action[] {
  switch (code) {
    case 'period_closed':
      // What cannot be deleted in a closed period stays in it.
      return codes.some((other) => undeletable.includes(other)) ? [] : ['dateOnOpenDay']
    case 'date_change_refused':
      return ['leave']
    case 'source_voided_after_sync':
      return ['deleteInRillet', 'creditDifference', 'leave']
    case 'void_refused':
      return ['creditDifference', 'leave']
    case 'source_changed_after_sync':
      return ['recreate', 'creditDifference', 'leave']
    case 'rillet_edited':
      return ['recreate', 'leave']
    case 'credit_leaves_open':
    case 'payment_status_differs':
      return ['leave']
    default:
      return []
  }
}

const undeletable = ['void_refused', 'recreate_refused']

/** States in which hints change nothing: only a person opens them again. */
export const isPutAway = (state: InvoiceState): boolean =>
  state === 'removed' || state === 'voided' || state === 'excluded'

/** True while something can still happen by itself, so that a run stays open. */
export const isOpen = (state: InvoiceState): boolean => states[state].open

/** Why an action is refused now, in one sentence; null when it is allowed. */
export function refusalOf(
  state: InvoiceState,
  action: Action,
  codes: readonly string[],
): string | null {
  if (allowed(state, action, codes)) return null
  const rest = actionsOf(state, codes)
    .map((other) => `“${labels[other]}”`)
    .join(' or ')
  const instead = rest === '' ? 'Nothing is left to be done.' : `Possible now: ${rest}.`
  return `“${labels[action]}” is not possible while the invoice ${states[state].words}. ${instead}`
}

/** The buttons' names. */
export const labels: Record<Action, string> = {
  retry: 'Retry sync',
  exclude: 'Exclude',
  markAsSynced: 'Mark as synced',
  acceptTheirs: 'Accept theirs',
  pushOurs: 'Push ours',
  recreate: 'Delete and recreate',
  creditDifference: 'Credit the difference',
  leave: 'Leave as is',
  deleteInRillet: 'Delete in Rillet',
  dateOnOpenDay: 'Date on the first open day',
  resolveInDoubt: 'Resolve doubt',
}

type StateRow = { open: boolean; actions: readonly Action[]; words: string }

const states: Record<InvoiceState, StateRow> = {
  waiting: { open: true, actions: ['retry', 'exclude'], words: 'is waiting' },
  blocked: { open: true, actions: ['retry', 'exclude', 'markAsSynced'], words: 'is blocked' },
  in_doubt: { open: true, actions: ['resolveInDoubt'], words: 'is being looked up in Rillet' },
  synced: { open: true, actions: ['exclude'], words: 'is synced' },
  partially_paid: { open: true, actions: ['exclude'], words: 'is synced and partly paid' },
  drift: {
    open: true,
    actions: ['acceptTheirs', 'pushOurs'],
    words: 'differs between the systems',
  },
  paid: { open: false, actions: [], words: 'is paid' },
  removed: { open: false, actions: ['retry'], words: 'is deleted in Rillet' },
  voided: { open: false, actions: ['retry'], words: 'is voided' },
  excluded: { open: false, actions: ['retry'], words: 'is excluded' },
}
