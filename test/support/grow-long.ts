import { expect } from 'vitest'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import type { Account } from './account.ts'
import { patient } from './patience.ts'
import type { World } from './world.ts'

/** Sends the invoice's run hints of what is known already, until it goes on in a new run. */
export async function growLong(
  { temporal }: Pick<World, 'temporal'>,
  { id: accountId }: Account,
  invoiceId: string,
): Promise<void> {
  const run = temporal.workflow.getHandle(invoiceWorkflowId({ accountId, invoiceId }))
  const runId = async () => (await run.describe()).runId
  const before = await runId()
  const hint = { version: '2020-01-01T00:00:00.000Z', count: 1 }
  await Promise.all(Array.from({ length: 130 }, () => run.signal('sourceChanged', hint)))
  await expect.poll(runId, { timeout: patient(30_000) }).not.toBe(before)
}
