import type { z } from 'zod'
import type { State } from '../../api/schemas/invoices.ts'

type InvoiceState = z.infer<typeof State>

type Row = { agrees: boolean | null }
type Standing = {
  state: InvoiceState
  syncedAt: string | null
  rilletId: string | null
  note: string | null
  fields: readonly Row[]
  lines: readonly Row[]
}

/** Where an invoice stands, in a line: it must not say more than the rows under it do. */
export function standingTitle(invoice: Standing): string {
  const { state, syncedAt, rilletId, note, fields, lines } = invoice
  // A voided invoice that was in Rillet is not there any more where its id is gone.
  if (state === 'voided' && syncedAt !== null && rilletId === null) {
    return 'Voided in Sequence, and deleted in Rillet'
  }
  if (isMemoInDoubt(invoice)) return 'Rillet is being asked whether it has the credit memo'
  if (state === 'excluded' && /booked elsewhere/i.test(note ?? '')) {
    return 'Booked elsewhere, and left out of the sync'
  }
  if (state === 'synced' && [...fields, ...lines].some(({ agrees }) => agrees === false)) {
    return 'In Rillet, though not all as Sequence has it now; not paid yet'
  }
  return titles[state]
}

/** The invoice is in Rillet: what is looked for there is its credit memo. */
export const isMemoInDoubt = ({ state, rilletId }: Pick<Standing, 'state' | 'rilletId'>): boolean =>
  state === 'in_doubt' && rilletId !== null

const titles: Record<InvoiceState, string> = {
  blocked: 'Waits for somebody',
  drift: 'The two systems differ',
  in_doubt: 'Rillet is being asked whether it has this invoice',
  waiting: 'On its way to Rillet',
  synced: 'In Rillet, and right there; not paid yet',
  partially_paid: 'In Rillet, and partly paid',
  paid: 'In Rillet, and paid',
  removed: 'It was deleted in Rillet; nothing makes it again by itself',
  voided: 'Voided in Sequence',
  excluded: 'Left out of the sync',
}

/** Tells the cards of an invoice apart: several differences have one code and wait for one thing. */
export const problemKey = (problem: { code: string; blockedOn: string; whatHappened: string }) =>
  `${problem.code} ${problem.blockedOn} ${problem.whatHappened}`
