import { createWorkflowId, sweepWorkflowId } from '../../../domain/ids.ts'
import type { AccountOptions } from '../../support/account.ts'
import { draftNote, finalizeNote, untilNote } from '../../support/credit-notes.ts'
import type { Json } from '../../support/http.ts'
import { runSweep } from '../../support/sweeps.ts'
import { type Given, lasting, type Paths, rilletFault, synced } from './path.ts'

const settings = {
  creditNotes: 'sync',
  taxCodes: [
    {
      code: 'US_SALES',
      country: 'US',
      type: 'SALES_TAX',
      description: 'Sales tax',
      percentage: null,
    },
  ],
}
const options: AccountOptions = { settings }

const runOf = ({ account }: Given, note: string) =>
  createWorkflowId(account.id, 'credit_memo', note)

/** Finalized, booked and at rest; returns its run. */
async function booked(given: Given, header: Json = {}): Promise<string> {
  const note = await draftNote(given.account, header)
  await finalizeNote(given.account, note)
  await until(given, note, 'synced')
  return runOf(given, note)
}

const until = ({ world, account }: Given, id: string, state: string) =>
  untilNote(world, account, { id, state })

/** The create's answer is lost while nothing can be looked for; returns how that ends. */
async function inDoubt(given: Given, how: 'commit_then_reset' | 'reset') {
  const note = await draftNote(given.account)
  const listsAreBack = await lasting(given, 'GET', '^/credit-memos(\\?|$)')
  await rilletFault(given, how, { path: '^/credit-memos$' })
  await finalizeNote(given.account, note)
  await until(given, note, 'in_doubt')
  return { note, listsAreBack }
}

const resolve = ({ world, account }: Given, note: string, body: Json) =>
  world.api.post(`${account.at}/credit-notes/${note}/resolve-in-doubt`, {
    reason: 'as agreed',
    ...body,
  })

/** Credit notes, each of which becomes one credit memo. */
export const creditNotes: Paths = {
  'credit-note-set-off': {
    options,
    walk: async (given) => {
      await synced(given)
      return booked(given, { invoiceId: given.id })
    },
    through: ['advanceCreditNote'],
  },
  'credit-note-in-doubt-adopted': {
    options,
    walk: async (given) => {
      await rilletFault(given, 'commit_then_reset', { path: '^/credit-memos$' })
      return booked(given)
    },
    through: ['advanceCreditNote', 'advanceCreditNote'],
  },
  'credit-note-in-doubt-named-by-a-person': {
    options,
    walk: async (given) => {
      const { note, listsAreBack } = await inDoubt(given, 'commit_then_reset')
      const [memo] = (await given.account.books())['creditMemos']
      await resolve(given, note, { found: true, rilletId: memo.id })
      await listsAreBack()
      await until(given, note, 'synced')
      return runOf(given, note)
    },
    through: ['advanceCreditNote', 'resolveNote', 'advanceCreditNote'],
  },
  'credit-note-in-doubt-denied-by-a-person': {
    options,
    walk: async (given) => {
      const { note, listsAreBack } = await inDoubt(given, 'reset')
      await Promise.all([resolve(given, note, { found: false }), listsAreBack()])
      await until(given, note, 'synced')
      return runOf(given, note)
    },
    through: ['advanceCreditNote', 'resolveNote', 'advanceCreditNote'],
  },
  'credit-note-product-created': {
    options: { ...options, linkProduct: false },
    walk: booked,
    through: ['advanceCreditNote', 'startCreates', 'advanceCreditNote'],
  },
  'credit-note-waits-for-its-invoice': {
    options: { ...options, linkCustomer: false },
    walk: async (given) => {
      const { account, id } = given
      await account.finalize(id)
      await account.until(id, 'blocked')
      const note = await draftNote(account, { invoiceId: id })
      await finalizeNote(account, note)
      await until(given, note, 'blocked')
      await account.linkCustomer(account.customer)
      await until(given, note, 'synced')
      return runOf(given, note)
    },
    through: ['advanceCreditNote', 'advanceCreditNote'],
  },
  'credit-note-tries-for-a-missing-set-up': {
    options,
    walk: async (given) => {
      const { world, account } = given
      const type = `/_sandbox/organizations/${account.organization.id}/reference-types/sequencehq`
      await world.rillet.delete(type)
      const note = await draftNote(account)
      await finalizeNote(account, note)
      await until(given, note, 'blocked')
      await world.rillet.put(type, { restricted: true })
      await until(given, note, 'synced')
      return runOf(given, note)
    },
    through: ['advanceCreditNote', 'advanceCreditNote'],
  },
  'credit-note-voided-while-it-waits': {
    options: { ...options, linkCustomer: false },
    walk: async (given) => {
      const { account } = given
      const note = await draftNote(account)
      await finalizeNote(account, note)
      await until(given, note, 'blocked')
      await account.sequence.post(`/credit-notes/${note}/void`)
      await until(given, note, 'voided')
      return runOf(given, note)
    },
    through: ['advanceCreditNote', 'advanceCreditNote'],
  },
  'sweep-finds-a-credit-note': {
    options: { settings: { ...settings, startDate: '2026-11-01', unknownInvoices: 'sync' } },
    walk: async (given) => {
      const { world, account } = given
      const note = await draftNote(account)
      await account.sequence.post(`/credit-notes/${note}/mark-as-sent`) // no webhook tells of it
      await runSweep(world, account, 'sequence')
      await until(given, note, 'synced')
      return sweepWorkflowId(account.id, 'sequence')
    },
    through: ['sequenceInvoices', 'sequenceAbsences', 'sequenceCreditNotes'],
  },
}
