import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import { verifyAdoptedMemo } from '../domain/credit-memo.ts'
import type { Problem } from '../domain/model.ts'
import { inDoubt, rilletAnswerDiffers } from '../domain/problems.ts'
import type { RilletMoney } from '../domain/wire.ts'
import type { Db } from '../store/connect.ts'
import type { Thing } from '../store/intent.ts'
import { completeLink, ownerOf } from '../store/link.ts'
import { orNull } from './gone.ts'

/** What the credit memo must say that a person names. */
export type ExpectedMemo = { customerId: string; total: RilletMoney }

/**
 * Takes the credit memo that a person says is this one. Returns why it cannot be: not there, another document's,
 * another customer, another sum; empty when it is taken. Its lines are compared by whoever reads it again.
 */
export async function adoptMemo(
  db: Db,
  rillet: RilletClient,
  { thing, rilletId, expected }: { thing: Thing; rilletId: string; expected: ExpectedMemo },
): Promise<Problem[]> {
  const memo = await orNull(rillet.getCreditMemo(rilletId))
  if (memo === null) return [inDoubt('Rillet has no credit memo with that id')]
  const { sourceId } = thing
  const owner = await ownerOf(db, thing, memo.id)
  if (owner !== null && owner !== sourceId) {
    return [rilletAnswerDiffers('reference to Sequence', sourceId, 'another document')]
  }
  const problems = verifyAdoptedMemo({ ...expected, sourceId }, memo)
  if (problems.length === 0) await linkMemo(db, thing, memo, 'person')
  return problems
}

/** Not verified: its lines and numbers are compared by whoever reads it again. */
export async function linkMemo(
  db: Db,
  thing: Thing,
  memo: CreditMemo,
  origin: 'adopted' | 'person',
): Promise<void> {
  await completeLink(db, thing, {
    rilletId: memo.id,
    origin,
    remoteVersion: new Date(memo.updated_at),
    remoteState: null,
    verified: false,
  })
}
