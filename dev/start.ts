import { relative } from 'node:path'
import { runMain, StartupError } from '../config.ts'
import { type Addresses, printAddresses } from './addresses.ts'
import { ChildError, lastLines } from './child.ts'
import { runDemo } from './demo/main.ts'
import { watchForEnding } from './ending.ts'
import { type Launch, startAll } from './launch.ts'
import { lockFolder } from './lock.ts'
import { readOptions } from './options.ts'
import { createProcesses } from './processes.ts'
import { readSettings } from './settings.ts'
import { forgetState, isDemoDone, makeStateFolder, markDemoDone, writeAddresses } from './state.ts'
import { createSteps } from './steps.ts'

runMain(start)

/** `npm start`: everything on this machine, then the demo; runs until it is asked to end. */
async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const settings = readSettings(options.webhooks ? process.env : hastened(process.env))
  const { step, print } = createSteps(process.stdout)
  const { dataDir } = settings
  makeStateFolder(dataDir)
  const processes = createProcesses({
    print,
    onGivingUp: (reason, logFile) => {
      console.error(`\n${reason}; the end of ${logFile}:\n${lastLines(logFile)}`)
      ending.ask(1)
    },
  })
  const unlock = await lockFolder(dataDir, processes.guardian.pid())
  const ending = watchForEnding(!options.exit, processes.killAll)

  let isEnding = false
  const work = run({ settings, options, processes, step, print }).catch((error: unknown) => {
    // What fails because everything is being stopped is no news.
    if (!isEnding) console.error(whatFailed(error))
    return 1
  })
  const code = await Promise.race([work, ending.asked])
  isEnding = true
  if (processes.pids().size > 0) await step('Stopping', processes.stopAll)
  else await processes.stopAll()
  unlock()
  process.exit(code)
}

/** Sweeps come minutes after what they find: unless TIME_SCALE says how fast, all is sixty times as fast. */
const hastened = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  TIME_SCALE: env['TIME_SCALE'] || '60',
})

/** Returns the exit code; without `--exit` only if something fails. */
async function run(launch: Launch): Promise<number> {
  const { settings, options, step, print } = launch
  const { dataDir, config } = settings
  print(`sequence-rillet: state in ${relative(process.cwd(), dataDir) || dataDir}`)
  if (options.fresh) await step('State forgotten', () => forgetState(dataDir))

  const addresses = await startAll(launch)
  writeAddresses(dataDir, addresses)
  printAddresses(addresses, config.TEMPORAL_NAMESPACE, print)
  const ok = options.sandbox ? await demo(launch, addresses) : true
  if (options.exit) return ok ? 0 : 1
  print('Running. Ctrl-C stops everything.')
  return new Promise(() => {})
}

/** A demo that is done is not run again, but `--exit` asks for its outcome: then it looks again. */
async function demo(
  { settings, options, step, print }: Launch,
  addresses: Addresses,
): Promise<boolean> {
  const { api, token, rillet, sequence } = addresses
  if (isDemoDone(settings.dataDir) && !options.exit) {
    print('The demo account is there already: npm start -- --fresh begins anew.')
    return true
  }
  if (rillet === null || sequence === null) return true
  const { ok } = await runDemo({
    apiUrl: api,
    token,
    rilletUrl: rillet,
    sequenceUrl: sequence,
    dataDir: settings.dataDir,
    webhooks: options.webhooks,
    print,
    step,
  })
  if (ok) markDemoDone(settings.dataDir)
  return ok
}

function whatFailed(error: unknown): unknown {
  if (error instanceof ChildError) return `${error.message}; its last words:\n${error.lastLines}`
  return error instanceof StartupError ? error.message : error
}
