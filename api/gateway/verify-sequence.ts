import { parseSequenceSignature, signedAt, verifiedSignature } from '../signatures/sequence.ts'
import { headerOf, refused, type Verify } from './outcome.ts'
import { readSequenceDelivery, type SequenceDelivery } from './sequence-delivery.ts'

const freshMs = 5 * 60_000

export const verifySequence: Verify = ({ accountId, headers, body, secrets }) => {
  const header = headerOf(headers, 'sequence-signature')
  const given = header === null ? null : parseSequenceSignature(header)
  if (given === null) return refused('signature_missing')
  const signature = verifiedSignature(given, body, secrets)
  if (signature === null) return refused('signature_wrong')

  const sentAt = signedAt(given)
  const said = readSequenceDelivery(body)
  return {
    kind: 'taken',
    delivery: {
      deliveryId: signature,
      sentAt,
      stale: Math.abs(Date.now() - sentAt.getTime()) > freshMs,
      event: said?.event ?? 'UNREADABLE',
      resourceId: said?.invoiceId ?? said?.customerId ?? said?.creditNoteId ?? null,
      version: said?.version ?? null,
      ...fateOf(said, accountId),
    },
  }
}

function fateOf(said: SequenceDelivery | null, accountId: string) {
  if (said === null) return { status: 'unreadable', outcome: null } as const
  if (said.accountId !== null && said.accountId.toLowerCase() !== accountId.toLowerCase()) {
    return { status: 'ignored', outcome: 'another_account' } as const
  }
  return said.invoiceId === null && said.customerId === null && said.creditNoteId === null
    ? ({ status: 'ignored', outcome: 'event_not_followed' } as const)
    : ({ status: 'pending', outcome: null } as const)
}
