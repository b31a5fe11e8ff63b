import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { startWorkerProcess } from '../support/worker-process.ts'
import { createWorld, type World } from '../support/world.ts'

const windowMs = 3_000
let world: World

beforeAll(async () => {
  world = await createWorld({ timeScale: 60_000 / windowMs })
  await world.stopWorker()
})
afterAll(() => world.close())

const logged = async (path: string): Promise<Json[]> =>
  (await world.rillet.get(`/_sandbox/requests?limit=50000&path=${path}`)).requests

const calls = async (path = '/invoices'): Promise<Json[]> =>
  (await logged(path)).filter(({ headers }) => headers['user-agent'] === 'sequence-rillet')

const sinceLastCallMs = async (): Promise<number> =>
  Date.now() - Math.max(...(await logged('/')).map(({ wallMs }) => wallMs))

test('two accounts of one organization share its budget, over two processes and a restart', async () => {
  const cap = 20
  const settings = { rilletBudgetPerMinute: cap }
  const workers = [await startWorkerProcess(world), await startWorkerProcess(world)]
  const big = await createAccount(world, { settings })
  const { organization } = big
  const small = await createAccount(world, { settings, organization })

  const ids = await Promise.all(Array.from({ length: 50 }, () => big.draft()))
  const last = await small.draft()
  const since = (await calls()).length
  // The calls of this test itself count in Rillet's minute too, and are nobody's budget.
  await expect.poll(sinceLastCallMs, { timeout: 40_000 }).toBeGreaterThan(windowMs)
  await world.rillet.put('/_sandbox/switches', { rateLimitPerMinute: cap + 2 })
  await Promise.all(ids.map((id) => big.finalize(id)))
  const used = async () => (await calls()).length - since
  await expect.poll(used, { timeout: 40_000 }).toBeGreaterThanOrEqual(cap)
  await workers[0]?.end('SIGKILL')
  await small.finalize(last)
  await small.until(last, 'synced')
  const before = (await calls()).length - since
  workers[0] = await startWorkerProcess(world)
  await Promise.all(ids.map((id) => big.until(id, 'synced', 50_000)))

  expect(before).toBeLessThan(ids.length)
  const instants = (await calls()).slice(since).map(({ wallMs }) => wallMs)
  for (const [n, at] of instants.entries()) {
    const next = instants[n + cap]
    if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(windowMs - 5)
  }
  expect((await calls('/')).filter(({ status }) => status === 429)).toEqual([])
  await world.rillet.put('/_sandbox/switches', { rateLimitPerMinute: 1_000 })
  for (const worker of workers) expect(await worker.end('SIGTERM')).toBe(0)
}, 120_000)

test('a worker that is told to stop under load ends well, and no step of a run fails', async () => {
  const worker = await startWorkerProcess(world)
  const account = await createAccount(world)
  await world.rillet.put('/_sandbox/switches', { latencyMs: 1_000 })
  const ids = await Promise.all(Array.from({ length: 20 }, () => account.draft()))
  const since = (await calls()).length
  await Promise.all(ids.map((id) => account.finalize(id)))
  const begun = async () => (await calls()).length - since
  await expect.poll(begun, { timeout: 40_000 }).toBeGreaterThan(0)
  const started = performance.now()
  expect(await worker.end('SIGTERM')).toBe(0)
  expect(performance.now() - started).toBeLessThan(30_000)

  await world.rillet.put('/_sandbox/switches', { latencyMs: 0 })
  const next = await startWorkerProcess(world)
  for (const id of ids) {
    await account.until(id, 'synced', 50_000)
    const run = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
    const { events } = await run.fetchHistory()
    const failed = (events ?? []).filter(
      (one) => one.activityTaskFailedEventAttributes ?? one.activityTaskTimedOutEventAttributes,
    )
    expect(failed).toEqual([])
  }
  const { invoices } = await account.books()
  expect(invoices).toHaveLength(ids.length)
  await next.end('SIGTERM')
}, 120_000)

/** `npm run worker -- --verify` with this bundle; the API and the stand-ins of this process go on meanwhile. */
const verify = (codePath: string) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const env = { ...world.env, WORKFLOW_BUNDLE: codePath }
    const child = execFile(
      process.execPath,
      ['worker/main.ts', '--verify'],
      { env },
      (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    )
  })

test('a deployment can replay the latest real histories first, and a reordering ends it', async () => {
  const { codePath } = inject('workflowBundle')
  const good = await verify(codePath)
  expect(good).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+ histories replayed, 0 /),
  })

  const reordered = `${codePath}.${process.pid}.js`
  const code = await readFile(codePath, 'utf8')
  await writeFile(reordered, code.replaceAll('.readSource(', '.readRemote('))
  const bad = await verify(reordered)
  expect(bad.status).toBe(1)
  expect(bad.stderr).toMatch(/^invoice\/.*: /m)
})
