import { Client, Connection, type ConnectionOptions } from '@temporalio/client'

/**
 * A client that connects when it is first used, so that deliveries are taken while Temporal is
 * away. It tries again within two seconds, however long Temporal was away (gRPC's own limit: two
 * minutes).
 */
export function lazyTemporal(options: ConnectionOptions, namespace: string): Client {
  const connection = Connection.lazy({
    ...options,
    channelArgs: {
      ...options.channelArgs,
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 2_000,
    },
  })
  return new Client({ connection, namespace })
}

const reachMs = 2_000

/** Throws within two seconds when Temporal is away: nobody waits long for nothing. */
export async function reachTemporal(temporal: Client): Promise<void> {
  await temporal.connection.withDeadline(Date.now() + reachMs, () =>
    temporal.workflowService.getSystemInfo({}),
  )
}
