import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { consoleDir } from '../../dev/console-build.ts'
import { startApp, type TestApp } from '../integration/gateway-support.ts'

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
  }),
)
const manifest = Manifest.parse(JSON.parse(read('.vite/manifest.json')))
const asAPerson = { accept: 'text/html,application/xhtml+xml' }

function read(file: string): string {
  return readFileSync(join(consoleDir, file), 'utf8')
}

let api: TestApp
beforeAll(async () => {
  api = await startApp()
})
afterAll(() => api.close())

const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ url, headers })

test.each(['/', '/sign-in', '/invoices/inv_1', '/accounts/acc_1/invoices?state=blocked'])(
  'a person who opens %s gets the page',
  async (path) => {
    const answer = await get(path, asAPerson)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.body).toContain('<div id="root">')
  },
)

test.each(['/api/v2/things', '/assets/gone.js', '/api'])(
  'a person who opens %s is told that nothing is there',
  async (path) => {
    const answer = await get(path, asAPerson)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('not_found')
  },
)

test.each(['/.vite/manifest.json', '/built-from', '/../package.json', '/%2e%2e/package.json'])(
  'what stands beside the page is not given out: %s',
  async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  },
)

test('a program that asks for an address of the page gets no page', async () => {
  const answer = await get('/invoices/inv_1', { accept: 'application/json' })
  expect(answer.statusCode).toBe(404)
})

test('the page may load nothing from elsewhere, and nothing written into it runs or styles it', async () => {
  const { headers } = await get('/', asAPerson)
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("style-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('scripts are kept by browsers for good and come compressed', async () => {
  const [entry] = Object.values(manifest).filter(({ isEntry }) => isEntry)
  const answer = await get(`/${entry?.file}`, { 'accept-encoding': 'br, gzip' })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-encoding']).toBe('br')
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(answer.headers['content-type']).toContain('javascript')
})

test('the first page needs at most 200 KB of compressed script', () => {
  const needed = new Set<string>()
  const collect = (name: string) => {
    if (needed.has(name)) return
    needed.add(name)
    for (const other of manifest[name]?.imports ?? []) collect(other)
  }
  collect('index.html')
  collect('pages/invoices/invoices-page.tsx')
  const bytes = [...needed].map((name) => gzipSync(read(manifest[name]?.file ?? '')).byteLength)
  const total = bytes.reduce((sum, one) => sum + one, 0)
  expect(bytes.length).toBeGreaterThan(3)
  expect(total).toBeLessThan(200 * 1024)
})
