import { parseArgs } from 'node:util'
import { StartupError } from '../config.ts'

export type Options = {
  /** End after the demo, with exit code 0 only if all of it came out right. */
  exit: boolean
  /** Forget the state in DATA_DIR first. */
  fresh: boolean
  /** Start neither the sandboxes nor the demo: for the real vendors. */
  sandbox: boolean
  /** False: the stand-ins deliver no webhook, ever. */
  webhooks: boolean
}

const usage = 'npm start takes, after --, any of: --exit, --fresh, --no-sandbox, --webhooks off'

/** The flags after `npm start --`. Throws a `StartupError` for one it does not know. */
export function readOptions(args: string[]): Options {
  const { exit = false, fresh = false, 'no-sandbox': noSandbox = false, webhooks } = parse(args)
  if (webhooks !== undefined && webhooks !== 'on' && webhooks !== 'off') {
    throw new StartupError(`--webhooks is on or off, not ${webhooks}.`)
  }
  if (exit && noSandbox) {
    throw new StartupError(
      '--no-sandbox runs no demo, so --exit would have nothing to wait for: give one of them.',
    )
  }
  return { exit, fresh, sandbox: !noSandbox, webhooks: webhooks !== 'off' }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        exit: { type: 'boolean' },
        fresh: { type: 'boolean' },
        'no-sandbox': { type: 'boolean' },
        webhooks: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new StartupError(`${usage}; not ${args.join(' ')}.`, { cause: error })
  }
}
