import type { Addresses } from './addresses.ts'
import { buildConsole } from './console-build.ts'
import { lastLine } from './exec.ts'
import type { Options } from './options.ts'
import { createPortPicker, type PickPort } from './ports.ts'
import type { Processes } from './processes.ts'
import { runScript } from './scripts.ts'
import { providePostgres, provideTemporal } from './servers.ts'
import { type Ports, service, serviceEnvironment, urlOf } from './services.ts'
import { encryptionKey, type Settings } from './settings.ts'
import type { Print, Step } from './steps.ts'

export type Launch = {
  settings: Settings
  options: Options
  processes: Processes
  step: Step
  print: Print
}

/** Starts everything, one step after the other; returns where it is. */
export async function startAll(launch: Launch): Promise<Addresses> {
  const { settings, options, step } = launch
  const pickPort = createPortPicker(settings.env)
  const ports = await choosePorts(settings, options, pickPort)
  const databaseUrl = await providePostgres({ ...launch, pickPort })
  const temporal = await provideTemporal({ ...launch, pickPort })
  const key = encryptionKey(settings)
  const wiring = { databaseUrl, temporal, encryptionKey: key, ports }
  const env = serviceEnvironment(settings, wiring)

  await step('Migrations', async (update) => {
    update(lastLine(await runScript('./migrate.ts', [], env)))
  })
  await step('Console', async (update) => {
    update((await buildConsole()) ? 'built' : 'built before')
  })
  if (ports.sandboxes !== undefined) await startSandboxes(launch, env, ports.sandboxes)
  const api = urlOf(settings, ports.api)
  await startOurs(launch, env, api)
  const [token, signIn] = await step('Access', (update) => {
    update('a token and a sign-in link for the operator demo')
    const made = async (script: string) => lastLine(await runScript(script, ['demo', 'admin'], env))
    return Promise.all([made('./token.ts'), made('./sign-in.ts')])
  })

  const { rillet, sequence } = ports.sandboxes ?? {}
  return {
    api,
    console: `${api}/`,
    apiDocs: `${api}/api/docs`,
    temporal: temporal.address,
    temporalUi: temporal.uiUrl,
    rillet: rillet === undefined ? null : urlOf(settings, rillet),
    sequence: sequence === undefined ? null : urlOf(settings, sequence),
    postgres: databaseUrl,
    token,
    signIn,
  }
}

async function choosePorts(
  { config }: Settings,
  { sandbox }: Options,
  pickPort: PickPort,
): Promise<Ports> {
  const host = config.HOST
  const api = await pickPort({ host, variable: 'PORT', preferred: 3000 })
  if (!sandbox) return { api }
  const rillet = await pickPort({ host, variable: 'SANDBOX_RILLET_PORT', preferred: 4010 })
  const sequence = await pickPort({ host, variable: 'SANDBOX_SEQUENCE_PORT', preferred: 4020 })
  return { api, sandboxes: { rillet, sequence } }
}

async function startSandboxes(
  { settings, processes, step }: Launch,
  env: NodeJS.ProcessEnv,
  { rillet, sequence }: { rillet: number; sequence: number },
) {
  const start = (name: string, script: string, port: number) => {
    const what = { name, script: ['sandbox/main.ts', script], stopOrder: 2 }
    const url = `${urlOf(settings, port)}/_sandbox/ledger`
    return processes.start(service(what, env, { url }))
  }
  await step('Stand-ins', async (update) => {
    update(`Rillet on port ${rillet}, Sequence on port ${sequence}`)
    await Promise.all([start('Rillet', 'rillet', rillet), start('Sequence', 'sequence', sequence)])
  })
}

async function startOurs({ processes, step }: Launch, env: NodeJS.ProcessEnv, api: string) {
  await step('API', (update) => {
    update(`on port ${env.PORT}`)
    const what = { name: 'API', script: ['api/main.ts'], stopOrder: 1 }
    return processes.start(service(what, env, { url: `${api}/readyz` }))
  })
  await step('Worker', (update) => {
    update('bundles the workflows')
    const what = { name: 'Worker', script: ['worker/main.ts'], stopOrder: 1 }
    return processes.start(service(what, env, { logged: 'worker running' }))
  })
}
