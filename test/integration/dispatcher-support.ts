import { createServer as createHttp2 } from 'node:http2'
import { connect as connectTo, createServer, type Socket } from 'node:net'
import type { Client } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { inject } from 'vitest'
import { lazyTemporal } from '../../api/temporal.ts'
import { invoiceWorkflowId } from '../../domain/ids.ts'

export type Signalled = { name: string; argument: unknown }

/** Every signal that reached the invoice's latest run; no worker is needed to see them. */
export async function signalsOf(
  client: Client,
  accountId: string,
  invoiceId: string,
): Promise<Signalled[]> {
  const handle = client.workflow.getHandle(invoiceWorkflowId({ accountId, invoiceId }))
  const { events } = await handle.fetchHistory().catch(() => ({ events: [] }))
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const payload = signal?.input?.payloads?.[0]
    if (!signal?.signalName || !payload) return []
    return [{ name: signal.signalName, argument: defaultPayloadConverter.fromPayload(payload) }]
  })
}

/** Asks again until the answer is right; the test's own limit ends it. */
export async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The test run's Temporal behind a wire that can be cut and mended. */
export async function wireToTemporal(namespace: string) {
  const [host = '', port = ''] = inject('temporal').address.split(':')
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy()
    const onward = connectTo(Number(port), host)
    for (const end of [socket, onward]) {
      open.add(end)
      end.on('error', () => end.destroy())
      end.on('close', () => open.delete(end))
    }
    socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = lazyTemporal({ address: `127.0.0.1:${address.port}` }, namespace)
  return {
    client,
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend() {
      isCut = false
    },
    async close() {
      await client.connection.close()
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

/** A Temporal that answers every request with that code of gRPC. */
export async function refusingTemporal(code: number) {
  const server = createHttp2()
  server.on('stream', (stream) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(code) },
      { endStream: true },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = lazyTemporal({ address: `127.0.0.1:${address.port}` }, 'default')
  return {
    client,
    async close() {
      await client.connection.close()
      server.close()
    },
  }
}
