import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Json } from './http.ts'
import { patient } from './patience.ts'
import type { World } from './world.ts'

/** A draft credit note in Sequence with its lines; finalize it to begin. */
export async function draftNote(
  account: Account,
  { lines = [{}], ...header }: Json = {},
): Promise<string> {
  const note = await account.sequence.post('/credit-notes', {
    currency: 'USD',
    customerId: account.customer['id'],
    accountingDate: '2026-11-10',
    ...header,
  })
  const at = `/credit-notes/${note.id}/line-items`
  for (const [index, line] of lines.entries()) {
    await account.sequence.post(at, {
      creditNoteId: note.id,
      title: `Credit ${index + 1}`,
      quantity: '1',
      rate: '40',
      taxRate: '0',
      externalIds: [],
      productId: account.product['id'],
      ...line,
    })
  }
  return note.id
}

export const finalizeNote = (account: Account, id: string): Promise<Json> =>
  account.sequence.post(`/credit-notes/${id}/finalize`)

/** Waits until the credit note rests in this state; says where it stood when the time is over. */
export async function untilNote(
  { api }: Pick<World, 'api'>,
  account: Account,
  { id, state }: { id: string; state: string },
): Promise<Json> {
  const deadline = Date.now() + patient(30_000)
  for (;;) {
    const { status, body } = await api.ask('GET', `${account.at}/credit-notes/${id}`)
    if (status === 200 && body.state === state) return body
    if (Date.now() > deadline) {
      throw new Error(`${id} did not come to ${state}: ${JSON.stringify(body)}`)
    }
    await pause(20)
  }
}
