import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildConsole } from '../../dev/console-build.ts'
import { findBrowser } from '../../dev/find-browser.ts'
import { findTemporal } from '../../dev/find-temporal.ts'
import { freePort } from '../../dev/ports.ts'
import { postgresServer } from '../../dev/postgres-server.ts'
import { createProcesses } from '../../dev/processes.ts'
import { temporalServer } from '../../dev/temporal-server.ts'
import { grantAppRole } from '../../store/app-role.ts'
import { connect } from '../../store/connect.ts'
import { migrate } from '../../store/migrate.ts'
import { buildBundle } from '../../worker/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database to copy (`create database … template …`); nobody connects to it. */
    template: { adminUrl: string; name: string }
    temporal: { address: string; program: string }
    /** The workflows, bundled once for all. */
    workflowBundle: { codePath: string }
    /** Chromium's program, or why there is none. */
    browser: { path: string } | { path: null; problem: string }
  }
}

const host = '127.0.0.1'
const namespace = 'default'
// A long history is a tenth of what it is in life, so that a test can make one.
const dynamicConfig = ['limit.historyCount.suggestContinueAsNew=400']

/**
 * Starts the one Temporal server and the one Postgres of a test run, bundles the workflows and builds the console once;
 * returns how to stop them.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sequence-rillet-test-'))
  await chmod(folder, 0o755) // Postgres runs as another user when we are root
  const processes = createProcesses({ print: console.error, onGivingUp: console.error })
  const tearDown = async () => {
    await processes.stopAll()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [temporal, template, workflowBundle, browser] = await Promise.all([
      startTemporal(),
      startPostgres(),
      bundleWorkflows(),
      browserOrWhyNot(),
      buildConsole(),
    ])
    project.provide('workflowBundle', workflowBundle)
    project.provide('browser', browser)
    project.provide('temporal', temporal)
    project.provide('template', template)
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }

  async function bundleWorkflows() {
    const codePath = join(folder, 'workflows.js')
    await writeFile(codePath, (await buildBundle()).code)
    return { codePath }
  }

  async function startTemporal() {
    const { path: program } = await findTemporal(() => {})
    const [port, uiPort] = [await freePort(), await freePort()]
    const logFile = join(folder, 'temporal.log')
    await processes.start(
      temporalServer({ program, port, uiPort, host, namespace, logFile, dynamicConfig }),
    )
    return { address: `${host}:${port}`, program }
  }

  async function startPostgres() {
    const logFile = join(folder, 'postgres.log')
    // It is thrown away with the run; each test file that runs at once has a pool or two of its own.
    const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=500']
    const port = await freePort()
    const say = () => {}
    const server = await postgresServer({ dataDir: folder, port, host, logFile, say, settings })
    await processes.start(server.spec)
    await server.createDatabase()
    const db = connect({ url: server.url, asOwner: true })
    await migrate(db)
    await grantAppRole(db)
    await db.destroy()
    return { adminUrl: server.admin, name: new URL(server.url).pathname.slice(1) }
  }
}

/** Without a browser only the tests that open pages fail, each with the reason. */
async function browserOrWhyNot() {
  try {
    return { path: await findBrowser(console.error) }
  } catch (error) {
    return { path: null, problem: String(error) }
  }
}
