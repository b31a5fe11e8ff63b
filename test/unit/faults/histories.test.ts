import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { expect, test } from 'vitest'
import { createHistoryReader } from '../../faults/oracle/histories.ts'
import { createLeakFinder } from '../../faults/oracle/leaks.ts'

type Histories = Record<string, () => unknown>

/** A Temporal that has these runs, each called as its workflow. */
function temporalWith(histories: Histories): Client {
  const client = {
    workflow: {
      getHandle: (id: string) => ({ fetchHistory: async () => histories[id]?.() }),
      async *list() {
        for (const id of Object.keys(histories)) yield { workflowId: id, runId: id }
      },
    },
  }
  return client as unknown as Client
}

function readerOf(histories: Histories) {
  const leaks = createLeakFinder(new Set(['canary Ann', 's3cret']))
  const reader = createHistoryReader({ temporal: temporalWith(histories), leaks, withinMs: 0 })
  return { reader, leaks }
}

const history = (word: string) => () => ({ data: Buffer.from(word.padEnd(9)).toString('base64') })

test('a name or a secret in a history of any kind is found', async () => {
  const { reader, leaks } = readerOf({
    'invoice/a/1': history('nothing'),
    'create/a/customer/2': history('canary Ann'),
    'sweep/a/full': history('s3cret'),
  })
  await reader.readAll()
  expect(reader.count()).toBe(3)
  expect(leaks.violations.map(({ what }) => what).toSorted()).toEqual([
    '“canary Ann” stands in the history of create/a/customer/2',
    '“s3cret” stands in the history of sweep/a/full',
  ])
})

test('a history that cannot be read is a finding, and counts as unread', async () => {
  const gone = () => {
    throw new WorkflowNotFoundError('gone', 'invoice/a/1', undefined)
  }
  const away = () => {
    throw new Error('Temporal is away')
  }
  const { reader } = readerOf({ 'invoice/a/1': gone, 'invoice/a/2': away })
  await reader.read([{ workflowId: 'invoice/a/1' }, { workflowId: 'invoice/a/2' }])
  expect(reader.count()).toBe(0)
  expect(reader.violations.map(({ what }) => what)).toEqual([
    expect.stringContaining('the history of invoice/a/1 could not be read'),
    expect.stringContaining('Temporal is away'),
  ])
})
