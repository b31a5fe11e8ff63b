import { expect, test } from 'vitest'
import { sweeps } from '../../../api/doctor/sweep-line.ts'
import { initialSettings } from '../../../domain/settings.ts'
import type { SweepKind } from '../../../domain/sweep.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const settings = { ...initialSettings, changesSweepMinutes: 10 }
const ready = { disconnected_at: null, rillet_status: 'ready', sequence_status: 'ready' } as const
const look = (changes: Date, since: Date, row: Parameters<typeof sweeps>[0]['row'] = ready) => {
  const doneAt = new Map<SweepKind, Date>([
    ['changes', changes],
    ['full', minutesAgo(1)],
    ['sequence', minutesAgo(1)],
  ])
  return sweeps({ row, settings, sweeps: { doneAt, since } })
}

test('sweeps that were done lately are good, and say when', () => {
  const at = minutesAgo(29)
  expect(look(at, minutesAgo(9_999))).toMatchObject({ state: 'ok' })
  expect(look(at, minutesAgo(9_999)).sentence).toContain(at.toISOString())
})

test('one that is three turns late is bad, named, with what to do; the others are not named', () => {
  const found = look(minutesAgo(31), minutesAgo(9_999))
  expect(found).toMatchObject({ state: 'bad', where: { page: 'health' } })
  expect(found.sentence).toContain('changed in Rillet')
  expect(found.sentence).not.toContain('Sequence’s')
  expect(found.nextStep).toMatch(/worker\.$/)
})

test('an account that was connected just now is given its turns', () => {
  expect(look(minutesAgo(9_999), minutesAgo(29)).state).toBe('ok')
})

test('before the first was done nothing is called good', () => {
  const sweep = { doneAt: new Map<SweepKind, Date>(), since: minutesAgo(1) }
  expect(sweeps({ row: ready, settings, sweeps: sweep }).state).toBe('unknown')
})

test('nothing is late where nothing is to run', () => {
  const disconnected = { ...ready, disconnected_at: minutesAgo(1) }
  expect(look(minutesAgo(31), minutesAgo(9_999), disconnected).state).toBe('unknown')
  const missing = { ...ready, sequence_status: 'missing' } as const
  expect(look(minutesAgo(31), minutesAgo(9_999), missing).state).toBe('unknown')
})
