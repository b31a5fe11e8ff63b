import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { defaultSeed } from '../../sandbox/sequence/seed.ts'
import { type SequenceSandboxOptions, startSequenceSandbox } from '../../sandbox/sequence/server.ts'

export type Json = any
export type Answer = { status: number; body: Json; headers: Headers }
export type Vendor = Awaited<ReturnType<typeof startVendor>>

export const accountId = defaultSeed.id
export const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

const ownKey = basic(defaultSeed.clientId, defaultSeed.clientSecret)

/** A stand-in of its own for one test, spoken to over HTTP. */
export async function startVendor(options: Partial<SequenceSandboxOptions> = {}) {
  const sandbox = await startSequenceSandbox({ port: 0, ...options })
  onTestFinished(() => sandbox.close())

  async function call(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    }
  }

  const api = (method: string, path: string, body?: unknown, headers = {}) =>
    call(method, `/api${path}`, body, { authorization: ownKey, ...headers })
  const own = async (method: string, path: string, body?: unknown) =>
    (await call(method, `/_sandbox/accounts/${accountId}${path}`, body)).body

  return {
    url: sandbox.url,
    close: sandbox.close,
    call,
    api,
    /** Must succeed; gives the body. */
    ok: async (method: string, path: string, body?: unknown): Promise<Json> => {
      const answer = await api(method, path, body)
      if (answer.status >= 300) {
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      }
      return answer.body
    },
    set: (switches: Record<string, unknown>) => call('PUT', '/_sandbox/switches', switches),
    clock: (now: string) => call('PUT', '/_sandbox/clock', { now }),
    draft: (invoice: Record<string, unknown>) => own('POST', '/invoices', invoice),
    own,
  }
}

export const address = { line1: '1 High Street', town: 'London', postcode: 'N1', country: 'GB' }
export const primary = { name: 'Ann', email: 'ann@acme.test', billingPreference: 'PRIMARY' }

export const customer = (change: Record<string, unknown> = {}) => ({
  legalName: 'Acme Ltd',
  address,
  taxStatus: 'TAXED',
  contacts: [primary],
  ...change,
})

export const line = (change: Record<string, unknown> = {}) => ({
  title: 'Seats',
  quantity: '2',
  rate: '50',
  taxRate: '0.2',
  externalIds: [],
  ...change,
})

/** A draft over 100 net and 20 tax, of a customer of its own. */
export async function newDraft(vendor: Vendor, change: Record<string, unknown> = {}) {
  const { id: customerId } = await vendor.ok('POST', '/customers', customer())
  const asked = { customerId, currency: 'GBP', groups: [{ title: 'Plan', lines: [line()] }] }
  const { id } = await vendor.draft({ ...asked, ...change })
  return { id, customerId, path: `/invoices/${id}` }
}

export type Received = { headers: IncomingHttpHeaders; raw: string; body: Json }

/** A receiver of webhooks that answers with the given statuses in turn, then 200. */
export async function startReceiver(statuses: number[] = []) {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) })
      response.writeHead(statuses[received.length - 1] ?? 200).end()
      for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** Resolves once that many have come. */
    count: (count: number) =>
      new Promise<void>((resolve) => {
        if (received.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
  }
}
