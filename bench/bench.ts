import type { BareRuns } from './bare/runs.ts'
import type { Account } from './environment/account.ts'
import type { Environment } from './environment/start.ts'
import type { Sizes } from './sizes.ts'

/** What a question works with. */
export type Bench = { environment: Environment; account: Account; sizes: Sizes }

/** And with what ours is compared to, once its calls are counted. */
export type Compared = Bench & { bare: BareRuns; barePid: number }
