import type { SweepTiming, Timing } from '../domain/timing.ts'
import type { Db } from '../store/connect.ts'
import type { Vendors } from '../vendors.ts'

/** What activities are built from. */
export type Deps = {
  db: Db
  vendors: Vendors
  timing: Timing
  /** Where browsers reach us: references in Rillet lead back there. */
  publicUrl: string
}

/** What sweeps are built from. */
export type SweepDeps = Deps & { sweeps: SweepTiming }
