import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoInvoices } from '../../dev/demo/invoices.ts'
import { runDemo } from '../../dev/demo/main.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
const dataDir = mkdtempSync(join(tmpdir(), 'sequence-rillet-demo-'))

beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.close()
  rmSync(dataDir, { recursive: true })
})

test('with every webhook lost, each step of every demo scenario is found by the next sweep', {
  timeout: 180_000,
}, async () => {
  const { apiUrl, rilletUrl, sequenceUrl, token } = world
  const lines: string[] = []
  const { ok } = await runDemo({
    apiUrl,
    rilletUrl,
    sequenceUrl,
    token,
    dataDir,
    webhooks: false,
    print: (line = '') => void lines.push(line),
    step: async (_name, act) => act(() => {}),
  })
  expect(lines.join('\n')).toContain(
    `${demoInvoices.length} of ${demoInvoices.length} invoices are where they should be`,
  )
  expect(ok).toBe(true)
  // No schedule runs here: between two steps there was exactly one round of sweeps.
  const delivered = await world.db.selectFrom('inbox').select('source').execute()
  expect(delivered).toEqual([])
})
