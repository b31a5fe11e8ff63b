import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { vendors } from './activities.ts'
import { hearPeople } from './doubt.ts'
import { type CreditNoteInput, type NoteResolved, resolveNote, signals } from './messages.ts'

/**
 * Takes one Sequence credit note to Rillet, once, and follows it until it is booked, set off and unchanged,
 * or undone. Whatever wakes it, everything is read again; where it stands is in Postgres.
 */
export async function creditNote(input: CreditNoteInput): Promise<void> {
  let woken = true
  let wanted = input.wanted ?? false
  let wishes = 0
  let probe = false
  setHandler(
    signals.creditNoteChanged,
    (hint) => {
      woken = true
      probe ||= hint?.probe === true
    },
    { description: 'It may have changed in Sequence, or what it waits for is there.' },
  )
  setHandler(
    signals.retry,
    () => {
      woken = true
      wanted = true
      wishes += 1
    },
    { description: 'Try again now, whatever its date.' },
  )
  const people = hearPeople<NoteResolved>(resolveNote, { kind: 'running' })
  const isWoken = () => woken || people.isAsked()
  const { accountId, creditNoteId } = input
  for (;;) {
    woken = false // before anything is read: what comes meanwhile is not lost
    const asking = people.next()
    if (asking !== null) {
      asking.answer = await vendors.resolveNote({ accountId, creditNoteId, by: asking.by })
    }
    const asked = { accountId, creditNoteId, wanted, probe }
    probe = false
    const known = wishes
    const onRemoved = () => {
      // Who asks for another one while it is being found out is not overheard.
      if (wishes === known) wanted = false
    }
    const advancing = () => advance(asked, onRemoved)
    const forMs = await people.unlessAsked(advancing)
    if (forMs === null && !isWoken()) {
      await condition(allHandlersFinished)
      if (!isWoken()) return
    }
    if (workflowInfo().continueAsNewSuggested && !isWoken() && allHandlersFinished()) {
      await continueAsNew<typeof creditNote>({ ...input, wanted })
    }
    if (forMs !== null) await condition(isWoken, forMs)
  }
}

type Advance = Required<CreditNoteInput> & { probe: boolean }

/** In how many milliseconds to look again; null when nothing is left. Causes may be gone before they were written: once more. */
async function advance(input: Advance, onRemoved: () => void): Promise<number | null> {
  let before = ''
  for (;;) {
    const advanced = await advanceOnce(input)
    switch (advanced.kind) {
      case 'closed':
        return null
      case 'in_doubt':
        return advanced.forMs
      case 'products':
        await vendors.startCreates(advanced.create)
        return advanced.forMs
      case 'blocked': {
        if (advanced.removed === true) onRemoved()
        const causes = advanced.causes.join()
        if (causes === before || !advanced.causes.some(isOurs)) return advanced.forMs
        before = causes
      }
    }
  }
}

/** What is announced by whoever clears it here; the vendors' own states are not. */
const isOurs = (cause: string): boolean =>
  /^(customer|product|invoice|connection|settings)\b/.test(cause)

/** Nothing a vendor does fails it: when Temporal has tried for as long as it may, it is tried again. */
async function advanceOnce(input: Advance) {
  for (;;) {
    try {
      return await vendors.advanceCreditNote(input)
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    }
  }
}
