import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from './http.ts'

export type Rewrite = (call: { method: string; path: string }, body: Json) => Json

/** Stands between us and a vendor, and changes what the vendor answers. */
export async function startRewritingProxy(target: string) {
  let rewrite: Rewrite = (_, body) => body
  const server = createServer((request, response) => void passThrough(request, response))
  async function passThrough(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
    const method = request.method ?? 'GET'
    const path = request.url ?? '/'
    const passOn = fetch(target + path, {
      method,
      headers: headers as Record<string, string>,
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    })
    const answer = await passOn.catch(() => null)
    const text = await answer?.text().catch(() => null)
    if (!answer || typeof text !== 'string') return void request.socket.destroy()
    const body = text === '' ? '' : JSON.stringify(rewrite({ method, path }, JSON.parse(text)))
    const type = answer.headers.get('content-type') ?? 'application/json'
    response.writeHead(answer.status, { 'content-type': type }).end(body)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    rewrite(change: Rewrite) {
      rewrite = change
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
