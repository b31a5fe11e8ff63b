import { Anything } from './operator.ts'
import type { Stage } from './stage.ts'

/** From now on neither stand-in delivers a webhook. */
export async function dropWebhooks({ rillet, sequence }: Pick<Stage, 'rillet' | 'sequence'>) {
  const body = { kind: 'webhook_drop', match: {}, probability: 1 }
  for (const vendor of [rillet, sequence]) {
    await vendor.send({ method: 'POST', path: '/_sandbox/faults', body }, Anything)
  }
}
