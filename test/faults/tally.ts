import { type FaultKind, faultKinds } from './kinds.ts'

export type Tally = ReturnType<typeof createTally>

/** How often each fault happened, and at which point. */
export function createTally() {
  const counts = new Map<FaultKind, Map<string, number>>()
  return {
    /** Invoices that a sweep asked about, because all their webhooks were lost. */
    asked: 0,
    /** Sweeps that were started because something came to no end. */
    sweeps: 0,
    add(kind: FaultKind, point: string, times = 1): void {
      if (times === 0) return
      const points = counts.get(kind) ?? new Map<string, number>()
      points.set(point, (points.get(point) ?? 0) + times)
      counts.set(kind, points)
    },
    total: (kind: FaultKind): number =>
      [...(counts.get(kind)?.values() ?? [])].reduce((sum, count) => sum + count, 0),
    /** Those that never happened. */
    missing(): FaultKind[] {
      return faultKinds.filter((kind) => this.total(kind) === 0)
    },
    /** Where anything happened. */
    points: (): Set<string> =>
      new Set([...counts.values()].flatMap((points) => [...points.keys()])),
    rows: (): { kind: FaultKind; point: string; count: number }[] =>
      faultKinds.flatMap((kind) =>
        [...(counts.get(kind) ?? [['never', 0] as const])]
          .toSorted(([, a], [, b]) => b - a)
          .map(([point, count]) => ({ kind, point, count })),
      ),
  }
}
