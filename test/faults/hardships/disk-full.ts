import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../../support/http.ts'
import type { Stage } from '../stage/start.ts'
import type { Hardship } from './hardship.ts'

const fullMs = 30_000
const lookEveryMs = 200

/**
 * Postgres has no byte left: nothing is acknowledged that is not stored (the oracle compares), the api says that it is
 * not ready, and all goes on when there is room again. Needs a stage with a disk of its own.
 */
export const diskFull: Hardship = async ({ stage }, play, say) => {
  const { disk, apiUrl } = stage
  if (disk === null) throw new Error('this stage has no disk of its own')
  const before = (await deliveriesOf(stage.sequence)).length
  const playing = play()
  // Not before the scenarios are set up: that is done by the api too.
  while ((await deliveriesOf(stage.sequence)).length === before) await pause(lookEveryMs)
  disk.fill()
  const untilMs = Date.now() + fullMs
  let saidNotReady = 0
  while (Date.now() < untilMs) {
    const { status } = await fetch(`${apiUrl}/readyz`)
    if (status === 503) saidNotReady += 1
    await pause(lookEveryMs)
  }
  const refused = refusalsIn(await deliveriesOf(stage.sequence))
  disk.free()
  await playing
  say(
    `the disk was full for ${fullMs / 1_000} s: ${refused} deliveries refused meanwhile, ${saidNotReady} times not ready`,
  )
  return refused > 0 ? [] : ['no delivery was refused while the disk was full']
}

async function deliveriesOf({ get }: Pick<Stage['sequence'], 'get'>): Promise<Json[]> {
  return (await get('/_sandbox/deliveries')).deliveries
}

const refusalsIn = (deliveries: Json[]): number =>
  deliveries.flatMap(({ attempts }) => attempts as Json[]).filter(({ status }) => status === 503)
    .length
