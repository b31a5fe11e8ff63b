import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  apiKey,
  createInvoice,
  type Json,
  organizationId,
  startReceiver,
  startVendor,
} from './sandbox-rillet-support.ts'

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'rillet-sandbox-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

function launch(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['sandbox/main.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  return { child, said: () => text }
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

async function addressOf({ child, said }: ReturnType<typeof launch>) {
  for (;;) {
    const url = /http:\S+/.exec(said())?.[0]
    if (url !== undefined) return url
    if (child.exitCode !== null) throw new Error(said())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('the process says one line, serves, keeps its state over a restart, and ends on SIGTERM', async () => {
  const env = { SANDBOX_RILLET_PORT: '0', DATA_DIR: await folder() }
  const first = launch(['rillet'], env)
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Acme' })
  const url = await addressOf(first)
  const made = await fetch(`${url}/customers`, { method: 'POST', headers, body })
  const { id }: Json = await made.json()
  expect(first.said().trim().split('\n')).toEqual([`rillet sandbox: ${url}`])
  first.child.kill('SIGTERM')
  expect(await ended(first.child)).toBe(0)

  const second = launch(['rillet'], env)
  const again = await addressOf(second)
  expect((await fetch(`${again}/customers/${id}`, { headers })).status).toBe(200)
  second.child.kill('SIGINT')
  expect(await ended(second.child)).toBe(0)
})

test('a taken port, a bad variable and a bad name end it with one sentence', async () => {
  const { url } = await startVendor()
  const port = new URL(url).port
  const DATA_DIR = await folder()
  const cases: [string[], Record<string, string>, RegExp][] = [
    [['rillet'], { SANDBOX_RILLET_PORT: port }, /^Port \d+ is taken: set SANDBOX_RILLET_PORT/],
    [['rillet'], { TIME_SCALE: 'fast' }, /TIME_SCALE/],
    [['xero'], {}, /^usage/],
  ]
  for (const [args, env, message] of cases) {
    const run = launch(args, { DATA_DIR, ...env })
    expect(await ended(run.child)).toBe(1)
    expect(run.said()).toMatch(message)
    expect(run.said()).not.toMatch(/\n\s+at /)
  }
})

test('clock, switches, keys and deliveries not yet made survive a restart', async () => {
  const dataFile = join(await folder(), 'rillet.json')
  const first = await startVendor({ dataFile })
  const receiver = await startReceiver()
  await first.control('PUT', '/clock', { now: '2027-03-01T00:00:00Z' })
  await first.switches({ rateLimitPerMinute: 500 })
  await first.control('POST', '/webhooks', { organizationId, url: receiver.url })
  await first.fault({ kind: 'webhook_delay', ms: 3_600_000 })
  const { id } = await createInvoice(first)
  const post = { 'idempotency-key': 'k-1' }
  const made = await first.api('POST', '/customers', { name: 'Acme' }, post)
  await first.close()

  const second = await startVendor({ dataFile })
  expect((await second.control('GET', '/clock')).now).toMatch(/^2027-03-01/)
  expect((await second.control('GET', '/switches')).rateLimitPerMinute.value).toBe(500)
  expect((await second.api('POST', '/customers', { name: 'Acme' }, post)).body).toEqual(made.body)
  await second.advance(3_600_001)
  const [delivery] = await receiver.take(1)
  expect(JSON.parse(delivery?.body ?? '').id).toBe(id)
})
