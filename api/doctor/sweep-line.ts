import { type SweepKind, sweepKinds } from '../../domain/sweep.ts'
import type { ConnectionRow } from '../../store/schema.ts'
import type { Facts } from './facts.ts'
import { type Found, ok, page } from './line.ts'

/** Late by so many turns, it is stale: one may be skipped, or take its time. */
const turns = 3

const whatOf: Record<SweepKind, string> = {
  changes: 'what changed in Rillet',
  full: 'all of Rillet’s invoices',
  sequence: 'Sequence’s invoices',
}

type Known = Pick<Facts, 'settings' | 'sweeps'> & {
  row: Pick<ConnectionRow, 'disconnected_at' | 'rillet_status' | 'sequence_status'>
}

/** Whether each sweep ran lately: what no webhook told of is found by them alone. */
export function sweeps({ row, settings, sweeps: { doneAt, since } }: Known): Found {
  const isScheduled = row.disconnected_at === null && row.rillet_status !== 'missing'
  if (!isScheduled || row.sequence_status === 'missing') {
    return { state: 'unknown', sentence: 'They begin once Rillet and Sequence are connected.' }
  }
  const minutes: Record<SweepKind, number> = {
    changes: settings.changesSweepMinutes,
    full: settings.fullSweepMinutes,
    sequence: settings.sequenceSweepMinutes,
  }
  const stale = sweepKinds.filter((kind) => {
    const last = Math.max(doneAt.get(kind)?.getTime() ?? 0, since?.getTime() ?? 0)
    return Date.now() - last > turns * minutes[kind] * 60_000
  })
  const said = (kind: SweepKind) => {
    const at = doneAt.get(kind)
    return `${whatOf[kind]}: ${at === undefined ? 'not yet' : at.toISOString()}`
  }
  if (stale.length === 0) {
    const sentence = `Last read, ${sweepKinds.map(said).join('; ')}.`
    return doneAt.size === 0 ? { state: 'unknown', sentence } : ok(sentence)
  }
  return {
    state: 'bad',
    sentence: `A sweep is late, so news whose webhook was lost is not found. Last read, ${stale.map(said).join('; ')}.`,
    nextStep:
      'Look at the last sweeps and why they ended. When none was started, whoever runs this installation sees to Temporal, its schedules and a worker.',
    where: page('health', 'Health'),
  }
}
