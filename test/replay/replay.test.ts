import { readdir, readFile } from 'node:fs/promises'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildBundle } from '../../worker/bundle.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const folder = new URL('./histories/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
let workflowBundle: { code: string }

beforeAll(async () => {
  workflowBundle = await buildBundle()
})

const replay = async (name: string, change = (text: string) => text) => {
  const history = JSON.parse(change(await readFile(new URL(name, folder), 'utf8')))
  const { workflowId } = history.events[0].workflowExecutionStartedEventAttributes
  await Worker.runReplayHistory({ workflowBundle }, history, workflowId)
}

test.each(names)('%s replays on today’s code', async (name) => {
  await expect(replay(name)).resolves.toBeUndefined()
})

describe('a history that today’s code would not have made', () => {
  test('is noticed: another step where the create was', async () => {
    const reordered = (text: string) => text.replaceAll('createInvoice', 'readRemote')
    await expect(replay('invoice-paid.json', reordered)).rejects.toThrow(/[Nn]ondeterminism/)
  })
})
