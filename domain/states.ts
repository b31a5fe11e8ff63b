import type { InvoiceState } from './model.ts'

/** What a person may ask of an invoice, named as the updates are. */
export const actions = [
  'retry',
  'exclude',
  'markAsSynced',
  'acceptTheirs',
  'pushOurs',
  'resolveInDoubt',
] as const
export type Action = (typeof actions)[number]

/** True when a person may ask for this action while the invoice is in this state. */
export const allowed = (state: InvoiceState, action: Action): boolean =>
  states[state].actions.includes(action)

/** True while something can still happen by itself, so that a run stays open. */
export const isOpen = (state: InvoiceState): boolean => states[state].open

/** States in which hints change nothing: only a person opens the invoice again. */
export const isPutAway = (state: InvoiceState): boolean =>
  state === 'removed' || state === 'voided' || state === 'excluded'

/** Why an action is refused in a state, in one sentence; null when it is allowed. */
export function refusalOf(state: InvoiceState, action: Action): string | null {
  if (allowed(state, action)) return null
  const rest = states[state].actions.map((other) => `“${labels[other]}”`).join(' or ')
  const instead = rest === '' ? 'Nothing is left to be done.' : `Possible now: ${rest}.`
  return `“${labels[action]}” is not possible while the invoice ${states[state].words}. ${instead}`
}

/** The buttons' names. */
const labels: Record<Action, string> = {
  retry: 'Retry sync',
  exclude: 'Exclude',
  markAsSynced: 'Mark as synced',
  acceptTheirs: 'Accept theirs',
  pushOurs: 'Push ours',
  resolveInDoubt: 'Resolve',
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
