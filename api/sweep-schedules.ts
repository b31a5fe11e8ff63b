import type { Client, ScheduleOptions } from '@temporalio/client'
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client'
import { sweepWorkflowId } from '../domain/ids.ts'
import type { Settings } from '../domain/model.ts'
import { type SweepKind, sweepKinds } from '../domain/sweep.ts'
import { scaled } from '../time-scale.ts'
import { type SweepInput, workflowTypes } from '../workflows/messages.ts'
import { sweepRun } from './start-sweep.ts'

/** How often each sweep looks, in milliseconds; null for an account that is not connected. */
export type WantedSchedules = Record<SweepKind, number> | null

/** Temporal takes no shorter interval. */
const shortestMs = 1_000

export function wantedSchedules(settings: Settings, timeScale: number): WantedSchedules {
  const every = (minutes: number) => Math.max(shortestMs, scaled(minutes * 60_000, timeScale))
  return {
    changes: every(settings.changesSweepMinutes),
    full: every(settings.fullSweepMinutes),
    sequence: every(settings.sequenceSweepMinutes),
  }
}

/** Makes the account's schedules what they should be, or deletes them; twice does no harm. */
export async function keepSchedules(
  temporal: Client,
  accountId: string,
  wanted: WantedSchedules,
): Promise<void> {
  for (const kind of sweepKinds) {
    await (wanted === null
      ? removeSchedule(temporal, accountId, kind)
      : keepSchedule(temporal, scheduleOf(accountId, kind, wanted[kind])))
  }
}

async function keepSchedule({ schedule }: Client, options: SweepSchedule): Promise<void> {
  try {
    await schedule.create(options)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    const { spec, action, policies } = options
    const handle = schedule.getHandle(options.scheduleId)
    // A pause by an operator stays.
    await handle.update(({ state }) => ({ spec, action, policies, state }))
  }
}

async function removeSchedule({ schedule }: Client, accountId: string, kind: SweepKind) {
  try {
    await schedule.getHandle(sweepWorkflowId(accountId, kind)).delete()
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
  }
}

type SweepSchedule = ReturnType<typeof scheduleOf>

/** One at a time; what was missed for over an hour is not made up for: the next one finds it all. */
const scheduleOf = (accountId: string, kind: SweepKind, everyMs: number) => {
  const input: SweepInput = { accountId, kind }
  return {
    scheduleId: sweepWorkflowId(accountId, kind),
    spec: { intervals: [{ every: everyMs }], jitter: Math.round(everyMs / 5) },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.sweep,
      args: [input],
      ...sweepRun(accountId, kind),
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: '1 hour',
      pauseOnFailure: false,
    },
  } satisfies ScheduleOptions
}
