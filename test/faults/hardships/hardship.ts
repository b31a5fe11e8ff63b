import type { Outcome } from '../scenario.ts'
import type { Theatre } from '../theatre.ts'

/** Something that lasts while scenarios are played. Returns what went wrong beside them, in sentences. */
export type Hardship = (
  theatre: Theatre,
  /** Plays scenarios on the pool's accounts until every invoice is where it belongs. */
  play: () => Promise<Outcome[]>,
  say: (line: string) => void,
) => Promise<string[]>
