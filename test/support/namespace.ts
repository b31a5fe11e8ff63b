import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { inject } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.ts'

/** `IndexedValueType` of Temporal's API. */
const indexedTypes = { KEYWORD: 2, DATETIME: 6, KEYWORD_LIST: 7 }

export type TestNamespace = {
  client: Client
  connection: Connection
  address: string
  namespace: string
  close: () => Promise<void>
}

/** A namespace of its own with our search attributes: test files share the server, not the queues. */
export async function createNamespace(): Promise<TestNamespace> {
  const { address } = inject('temporal')
  const namespace = `test-${randomBytes(6).toString('hex')}`
  const connection = await Connection.connect({ address })
  const day = { seconds: 86_400 as never }
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: day,
  })
  const attributes = Object.values(searchAttributeKeys).map(({ name, type }) => [
    name,
    indexedTypes[type],
  ])
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(attributes),
  })
  const client = new Client({ connection, namespace })
  return { client, connection, address, namespace, close: () => connection.close() }
}
