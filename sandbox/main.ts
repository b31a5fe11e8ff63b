import { join } from 'node:path'
import { z } from 'zod'
import type { Sandbox, SandboxOptions } from './kit/server.ts'
import { startRilletSandbox } from './rillet/server.ts'
import { startSequenceSandbox } from './sequence/server.ts'

const Port = z.coerce.number().int().min(0).max(65_535)

const Env = z.object({
  SANDBOX_RILLET_PORT: Port.default(4010),
  SANDBOX_SEQUENCE_PORT: Port.default(4020),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  TIME_SCALE: z.coerce.number().min(1).max(100_000).default(1),
})

const starters = { rillet: startRilletSandbox, sequence: startSequenceSandbox }
type Name = keyof typeof starters

main(process.argv.slice(2), process.env).catch(fail)

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

/** Starts the stand-ins that are asked for, in this process, until it is told to end. */
async function main([which = 'all']: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const names = z.enum(['rillet', 'sequence', 'all']).safeParse(which)
  if (!names.success) throw new Error('usage: node sandbox/main.ts rillet|sequence|all')
  const { data: env, error } = Env.safeParse(environment)
  if (error) throw new Error(`environment:\n${z.prettifyError(error)}`)

  const wanted: Name[] = names.data === 'all' ? ['rillet', 'sequence'] : [names.data]
  const running: Sandbox[] = []
  for (const name of wanted) {
    const port = name === 'rillet' ? env.SANDBOX_RILLET_PORT : env.SANDBOX_SEQUENCE_PORT
    const sandbox = await start(name, {
      port,
      host: env.HOST,
      timeScale: env.TIME_SCALE,
      dataFile: join(env.DATA_DIR, `sandbox-${name}.json`),
    })
    running.push(sandbox)
    console.log(`${name} sandbox: ${sandbox.url}`)
  }

  const stop = () => {
    const closed = Promise.all(running.map((sandbox) => sandbox.close()))
    closed.then(() => process.exit(0), fail)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function start(name: Name, options: SandboxOptions): Promise<Sandbox> {
  try {
    return await starters[name](options)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    const variable = `SANDBOX_${name.toUpperCase()}_PORT`
    throw new Error(`Port ${options.port} is taken: set ${variable} to a free one.`, {
      cause: error,
    })
  }
}
