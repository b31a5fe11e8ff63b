import { z } from 'zod'
import type { AccountKey } from './accounts.ts'
import type { DemoGroup, DemoInvoice } from './invoice.ts'
import { demoInvoices } from './invoices.ts'
import { readAccount } from './sequence-books.ts'
import type { SequenceSetup } from './setup-sequence.ts'
import type { Stage } from './stage.ts'

const Made = z.object({ id: z.string() })

/** An invoice of the demo as it is in Sequence. */
export type Placed = { invoice: DemoInvoice; id: string; isDraft: boolean }

/** Makes the drafts that are not there yet; returns all of the account's, in the demo's order. */
export async function placeDrafts(
  { sequence, accounts }: Pick<Stage, 'sequence' | 'accounts'>,
  key: AccountKey,
): Promise<Placed[]> {
  return place(sequence, accounts[key].sequence, ofAccount(key))
}

/** Leaves two drafts behind for whoever wants to play: finalized on Sequence's page, they are synced. */
export async function leaveDrafts({
  sequence,
  accounts,
}: Pick<Stage, 'sequence' | 'accounts'>): Promise<void> {
  const [model] = ofAccount('main')
  if (model === undefined) return
  const drafts = ['yours-1', 'yours-2'].map((key) => ({ ...model, key }))
  await place(sequence, accounts.main.sequence, drafts)
}

const ofAccount = (key: AccountKey) => demoInvoices.filter(({ account }) => account === key)

async function place(
  sequence: Stage['sequence'],
  setup: SequenceSetup,
  wanted: DemoInvoice[],
): Promise<Placed[]> {
  const { invoices } = await readAccount(sequence, setup.accountId)
  const placed: Placed[] = []
  for (const invoice of wanted) {
    const found = invoices.find(({ reference }) => reference === invoice.key)
    const path = `/_sandbox/accounts/${setup.accountId}/invoices`
    const call = { method: 'POST', path, body: draftOf(setup, invoice) } as const
    const { id } = found ?? (await sequence.send(call, Made))
    placed.push({ invoice, id, isDraft: (found?.status ?? 'DRAFT') === 'DRAFT' })
  }
  return placed
}

/** Finalizes a draft over Sequence's API: from here on webhooks carry it. */
export async function finalize({ api }: SequenceSetup, { id }: Placed): Promise<void> {
  await api.send({ method: 'POST', path: `/invoices/${id}/finalize` }, Made)
}

function draftOf(setup: SequenceSetup, invoice: DemoInvoice) {
  const { key, customer, currency, groups, paymentProvider, accountingDate } = invoice
  return {
    currency,
    customerId: setup.customers[customer],
    reference: key,
    groups: groups.map((group) => groupOf(setup, currency, group)),
    ...(accountingDate && { accountingDate }),
    ...(paymentProvider && { paymentProvider }),
  }
}

const groupOf = ({ prices }: SequenceSetup, currency: string, group: DemoGroup) => ({
  ...group,
  lines: group.lines.map(({ product, ...line }) => ({
    ...line,
    externalIds: [],
    ...(product && { priceId: prices[`${product}/${currency}`] }),
  })),
})
