import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { inject } from 'vitest'
import { registerSearchAttributes } from '../../worker/search-attributes.ts'

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
  await registerSearchAttributes(connection, namespace)
  const client = new Client({ connection, namespace })
  return { client, connection, address, namespace, close: () => connection.close() }
}
