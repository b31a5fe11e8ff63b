import type { Client } from '@temporalio/client'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import { buildBundle } from '../../worker/bundle.ts'
import type { Figure, Finding } from '../figures.ts'

/** How large is a paid invoice's history, and the workflows' bundle? */
export async function askSize(
  temporal: Client,
  invoice: { accountId: string; invoiceId: string },
): Promise<Finding> {
  const handle = temporal.workflow.getHandle(invoiceWorkflowId(invoice))
  const { historySize } = await handle.describe()
  const events = (await handle.fetchHistory()).events ?? []
  const { code } = await buildBundle()
  const figures: Figure[] = [
    { name: 'events of a paid invoice', value: events.length, unit: '', target: { atMost: 60 } },
    { name: 'size of its history', value: (historySize ?? 0) / 1_000, unit: 'kB' },
    {
      name: 'workflow bundle',
      value: Buffer.byteLength(code) / 1e6,
      unit: 'MB',
      target: { atMost: 1.8 },
    },
  ]
  return { question: 'Sizes', figures, notes: [kindsOf(events)] }
}

function kindsOf(events: object[]): string {
  const kinds = new Map<string, number>()
  for (const event of events) kinds.set(kindOf(event), (kinds.get(kindOf(event)) ?? 0) + 1)
  const most = [...kinds].toSorted(([, a], [, b]) => b - a)
  return `Events by kind: ${most.map(([kind, times]) => `${times} × ${kind}`).join(', ')}.`
}

/** An event says what it is by which of its attributes are filled. */
function kindOf(event: object): string {
  const filled = Object.entries(event).find(
    ([name, value]) => name.endsWith('EventAttributes') && value !== null && value !== undefined,
  )
  return filled?.[0].replace('EventAttributes', '') ?? 'unknown'
}
