import { parseArgs } from 'node:util'
import { z } from 'zod'
import { StartupError } from '../config.ts'

const Positive = z.coerce.number().int().min(1)

const Sizes = z.object({
  /** Invoices of each run at full speed. */
  invoices: Positive.default(80),
  /** How often ours and bare take turns at full speed. */
  turns: Positive.default(3),
  /** Invoices one after the other, for times without a queue. */
  gentle: Positive.default(20),
  /** Seconds of each measurement at the gateway. */
  seconds: Positive.default(5),
})

/** How much is measured. */
export type Sizes = z.infer<typeof Sizes>

/** From the command line: `npm run bench -- --invoices 50`. Throws a `StartupError` on what is no size. */
export function readSizes(args: string[]): Sizes {
  const text = { type: 'string' } as const
  const options = { invoices: text, turns: text, gentle: text, seconds: text }
  const { values } = parseArgs({ args, options })
  const { data, error } = Sizes.safeParse(values)
  if (error) throw new StartupError(z.prettifyError(error))
  return data
}
