import { parseArgs } from 'node:util'
import * as z from 'zod'
import { StartupError } from '../../config.ts'

const whole = (least: number) => z.coerce.number().int().min(least)

const Options = z.object({
  scenarios: whole(0).default(2_000),
  minutes: z.coerce.number().min(0).default(15),
  /** Minutes after which no further scenario begins. */
  within: z.coerce.number().min(0).default(Number.POSITIVE_INFINITY),
  seed: whole(0).default(1),
  /** Scenarios at once. */
  accounts: whole(1).max(200).default(24),
  /** Leaves out what takes as long as in life. */
  'skip-real-time': z.boolean().default(false),
  /** Leaves out the webhooks in every order and the storm of hints. */
  'skip-lots': z.boolean().default(false),
  /** Leaves out what lasts: a slow Temporal, a locked table, a full disk. */
  'skip-hardships': z.boolean().default(false),
})

export type Options = z.infer<typeof Options>

/** What `npm run test:faults -- …` says. Throws a `StartupError` that names what is wrong. */
export function readOptions(args: string[]): Options {
  const string = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args,
      options: {
        scenarios: string,
        minutes: string,
        within: string,
        seed: string,
        accounts: string,
        'skip-real-time': { type: 'boolean' },
        'skip-lots': { type: 'boolean' },
        'skip-hardships': { type: 'boolean' },
      },
    })
    return Options.parse(values)
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new StartupError(
      `${why}\nnpm run test:faults -- --scenarios 2000 --minutes 15 --seed 1 --accounts 24 [--skip-lots] [--skip-hardships] [--skip-real-time]`,
    )
  }
}
