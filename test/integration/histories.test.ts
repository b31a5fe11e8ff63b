import { readFile, writeFile } from 'node:fs/promises'
import { type History, historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { untilAtRest } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'
import { changes } from './histories/changes.ts'
import { creditNotes } from './histories/credit-notes.ts'
import { doubts } from './histories/doubts.ts'
import { invoices } from './histories/invoices.ts'
import { others } from './histories/others.ts'
import { periods } from './histories/periods.ts'
import { voids } from './histories/voids.ts'

// Every path through the workflows is walked and replayed at once. With RECORD_HISTORIES=1 those that have no
// history yet in test/replay/histories leave theirs there, where every later version of the code must replay it.

const folder = new URL('../replay/histories/', import.meta.url)
const paths = {
  ...invoices,
  ...doubts,
  ...changes,
  ...periods,
  ...voids,
  ...creditNotes,
  ...others,
}
let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const walked: { workflowId: string; history: History }[] = []

describe.concurrent('walked', () => {
  test.each(Object.entries(paths))('%s', async (name, { options, draft, walk, through }) => {
    const account = await createAccount(world, options)
    const workflowId = await walk({ world, account, id: await account.draft(draft) })
    await untilAtRest(world, workflowId)
    const history = await historyOf(workflowId, through)
    walked.push({ workflowId, history })
    const json = withoutMachine(historyToJSON(history))
    expect(inOrder(through, JSON.parse(json))).toEqual(through)
    if (process.env['RECORD_HISTORIES'] !== undefined) await keep(name, json)
  })
})

/** Of the run that went this way: a late hint may have begun another one since. */
async function historyOf(workflowId: string, through: string[]): Promise<History> {
  const { workflow } = world.temporal
  const isIt = (one: History) =>
    inOrder(through, JSON.parse(historyToJSON(one))).length === through.length
  const latest = await workflow.getHandle(workflowId).fetchHistory()
  if (isIt(latest)) return latest
  for await (const { runId } of workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const earlier = await workflow.getHandle(workflowId, runId).fetchHistory()
    if (isIt(earlier)) return earlier
  }
  return latest
}

test('all that was walked replays', async () => {
  const workflowBundle = inject('workflowBundle')
  const failed: string[] = []
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, walked)) {
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`)
  }
  expect(failed).toEqual([])
})

/** Where it was recorded does not matter, and is nobody's business. */
const withoutMachine = (history: string) =>
  `${JSON.stringify(JSON.parse(history), (key, value: unknown) =>
    key === 'stackTrace' || key === 'identity' ? undefined : value,
  )}\n`

/** What earlier code made stays as it is: only that tells whether it still replays. */
async function keep(name: string, json: string): Promise<void> {
  try {
    await writeFile(new URL(`${name}.json`, folder), json, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** As many of these activities as the history holds one after the other. */
function inOrder(through: string[], { events }: Json): string[] {
  const done: string[] = events.flatMap(
    (event: Json) => event['activityTaskScheduledEventAttributes']?.activityType.name ?? [],
  )
  const found: string[] = []
  for (const name of done) if (name === through[found.length]) found.push(name)
  return found
}

test.each(Object.entries(paths))('%s has a recorded history', async (name, { through }) => {
  const recorded = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'))
  expect(recorded.events.length).toBeGreaterThan(2)
  expect(inOrder(through, recorded)).toEqual(through)
})
