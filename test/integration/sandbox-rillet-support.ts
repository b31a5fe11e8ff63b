import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { demoOrganization } from '../../sandbox/rillet/defaults.ts'
import { type RilletSandboxOptions, startRilletSandbox } from '../../sandbox/rillet/server.ts'

export type Json = any
export type Answer = { status: number; body: Json; headers: Headers }
export type Vendor = Awaited<ReturnType<typeof startVendor>>

export const organizationId = demoOrganization.id
export const apiKey = demoOrganization.keys.map(({ token }) => token).join()
export const absentId = '0199a1b2-0000-7000-8000-000000000001'

/** A stand-in of its own for one test, spoken to over HTTP. */
export async function startVendor(options: Partial<RilletSandboxOptions> = {}) {
  const sandbox = await startRilletSandbox({ port: 0, ...options })
  onTestFinished(() => sandbox.close())

  async function call(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    const { status, headers: answered } = response
    return { status, body: isJson ? JSON.parse(text) : text, headers: answered }
  }

  const api = (method: string, path: string, body?: unknown, headers = {}) =>
    call(method, path, body, { authorization: `Bearer ${apiKey}`, ...headers })
  const control = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await call(method, `/_sandbox${path}`, body)
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  /** Must succeed; gives the body. */
  const ok = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await api(method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  return {
    url: sandbox.url,
    close: sandbox.close,
    call,
    api,
    ok,
    control,
    own: (method: string, path: string, body?: unknown) =>
      control(method, `/organizations/${organizationId}${path}`, body),
    switches: (values: object) => control('PUT', '/switches', values),
    fault: (fault: object) => control('POST', '/faults', fault),
    advance: (ms: number) => control('PUT', '/clock', { advanceMs: ms }),
    /** A customer's id. */
    customer: async (fields: object = {}): Promise<string> =>
      (await ok('POST', '/customers', { name: 'Acme', ...fields })).id,
    /** A product's id. */
    product: async (fields: object = {}): Promise<string> =>
      (await ok('POST', '/products', productBody(fields))).id,
  }
}

export const usd = (amount: string) => ({ amount, currency: 'USD' })
export const source = (id: string) => ({
  type: 'CUSTOMER_CUSTOM',
  id,
  url: `https://example.com/${id}`,
})

export const productBody = (fields: object = {}) => ({
  name: 'Platform',
  description: '',
  price: { type: 'ONE_TIME', amount: usd('0') },
  include_in_arr_mrr: false,
  revenue_pattern: 'DAILY',
  account_code: '4000',
  ...fields,
})

export const item = (productId: string, total: string, fields: object = {}) => ({
  product_id: productId,
  description: 'Platform',
  quantity: 1,
  total_amount: usd(total),
  external_references: [source('line')],
  ...fields,
})

/** An invoice issued elsewhere over one line of 100.00 USD. */
export async function external(vendor: Vendor, fields: object = {}) {
  const productId = await vendor.product()
  return {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: await vendor.customer(),
    invoice_date: '2026-09-01',
    due_date: '2026-10-01',
    invoice_number: 'SEQ-1',
    items: [item(productId, '100.00')],
    external_references: [source('invoice')],
    ...fields,
  }
}

export const createInvoice = async (vendor: Vendor, fields: object = {}): Promise<Json> =>
  vendor.ok('POST', '/invoices', await external(vendor, fields))

export const payment = (amount: string, fields: object = {}) => ({
  amount: usd(amount),
  date: '2026-09-15',
  account_code: '1000',
  ...fields,
})

/** The end of a problem's type. */
export const problem = ({ status, body }: Answer) => `${status} ${body.type?.split('/').at(-1)}`
export const fieldsOf = ({ body }: Answer): string[] =>
  body.violations?.map(({ field }: Json) => field)

export type Received = { headers: IncomingHttpHeaders; body: string }

/** A receiver of webhooks; answers what `status` says at the time. */
export async function startReceiver(status: () => number = () => 200) {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(status()).end()
      for (const wake of waiting.splice(0)) wake()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** The first that many, in the order of arrival. */
    take: async (count: number): Promise<Received[]> => {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return received.slice(0, count)
    },
  }
}
