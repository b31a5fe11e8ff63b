import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startTcpProxy } from '../../faults/stage/tcp-proxy.ts'

const host = '127.0.0.1'

test('what is held arrives later, in its order, and its connections are whole', async () => {
  const { near, proxy, received, port } = await behindProxy()
  const direct = await connected(port)
  near.write('one ')
  await expect.poll(received).toBe('one ')

  proxy.hold()
  near.write('two ')
  const later = await connected(proxy.port)
  later.write('from another ')
  near.write('three ')
  direct.write('direct ')
  await expect.poll(received).toContain('direct')

  proxy.release()
  near.write('four')
  await expect.poll(received).toMatch(/four/)
  await expect.poll(received).toContain('from another')
  expect(received().replace('from another ', '')).toBe('one direct two three four')
})

test('what was sent before an end that is held arrives before it', async () => {
  const { near, proxy, received, open } = await behindProxy()
  near.write('one ')
  await expect.poll(received).toBe('one ')
  proxy.hold()
  near.end('begin')
  await new Promise((resolve) => near.once('close', resolve))
  expect(open()).toBe(1)

  proxy.release()
  await expect.poll(open).toBe(0)
  expect(received()).toBe('one begin')
})

test('connections that are stranded stay so, new ones pass', async () => {
  const { near, proxy, received } = await behindProxy()
  near.write('one ')
  await expect.poll(received).toBe('one ')
  proxy.strand()
  near.write('lost ')
  const later = await connected(proxy.port)
  later.write('two')
  await expect.poll(received).toBe('one two')
})

async function behindProxy() {
  let text = ''
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (bytes) => {
      text += bytes.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const proxy = await startTcpProxy({ host, port })
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  const near = await connected(proxy.port)
  return { near, proxy, received: () => text, open: () => sockets.size, port }
}

async function connected(port: number): Promise<Socket> {
  const socket = createConnection({ host, port })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}
