import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSession } from '../../store/session.ts'
import { addAccount, startApp, type TestApp, tokenFor } from './gateway-support.ts'

let api: TestApp
let token: string
let base: string
beforeAll(async () => {
  api = await startApp()
  token = await tokenFor(api.db, 'viewer')
  base = await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => api.close())

type Told = { what: string | null; id: string | null }

/** Opens the account's events; `told` grows, `ended` resolves when the stream does. */
async function open(accountId: string, headers: Record<string, string> = bearer()) {
  const stop = new AbortController()
  const answer = await fetch(`${base}/api/v1/accounts/${accountId}/events`, {
    headers,
    signal: stop.signal,
  })
  const told: Told[] = []
  const read = async () => {
    let rest = ''
    for await (const chunk of answer.body ?? []) {
      const blocks = (rest + new TextDecoder().decode(chunk)).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, data] = /^data: (.*)$/m.exec(block) ?? []
        if (data !== undefined) told.push(JSON.parse(data))
      }
    }
  }
  const { status, headers: answered } = answer
  const ended = status === 200 ? read().catch(() => undefined) : Promise.resolve()
  const code = status === 200 ? null : ((await answer.json()) as { code: string }).code
  return { status, code, headers: answered, told, ended, stop: () => stop.abort() }
}

const bearer = () => ({ authorization: `Bearer ${token}` })

const addInvoice = (accountId: string, invoiceId: string) =>
  api.db.insertInto('invoice').values({ account_id: accountId, invoice_id: invoiceId }).execute()

const anything = { what: null, id: null }
const invoice = (id: string) => ({ what: 'invoice', id })

test('a page is told at once what changes in its account, each once, and nothing of another', async () => {
  const [mine, theirs] = [await addAccount(api.db), await addAccount(api.db)]
  const [page, other] = [await open(mine), await open(theirs)]
  expect(page.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  await expect.poll(() => page.told).toContainEqual(anything)
  await expect.poll(() => other.told).toContainEqual(anything)

  await addInvoice(mine, 'si-1')
  await api.db
    .updateTable('invoice')
    .set({ note: 'a' })
    .where('account_id', '=', mine)
    .where('invoice_id', '=', 'si-1')
    .execute()
  await expect.poll(() => page.told).toContainEqual(invoice('si-1'))
  await addInvoice(theirs, 'si-2')
  await expect.poll(() => other.told).toContainEqual(invoice('si-2'))
  expect(page.told).not.toContainEqual(invoice('si-2'))
  for (const one of [page, other]) one.stop()
})

test('two pages of one account are both told; one that left leaves the other', async () => {
  const accountId = await addAccount(api.db)
  const [first, second] = [await open(accountId), await open(accountId)]
  for (const { told } of [first, second]) await expect.poll(() => told).toContainEqual(anything)
  first.stop()
  await first.ended
  await addInvoice(accountId, 'si-1')
  await expect.poll(() => second.told).toContainEqual(invoice('si-1'))
  second.stop()
})

test('very many changes at once are told as one', async () => {
  const accountId = await addAccount(api.db)
  const page = await open(accountId)
  await expect.poll(() => page.told).toContainEqual(anything)
  const before = page.told.length
  const rows = Array.from({ length: 400 }, (_, n) => ({
    account_id: accountId,
    invoice_id: `si-${n}`,
  }))
  await api.db.insertInto('invoice').values(rows).execute()
  await expect.poll(() => page.told.slice(before)).toContainEqual(anything)
  expect(page.told.length - before).toBeLessThan(300)
  page.stop()
})

test('the stream ends with the session, though it keeps none alive', async () => {
  const accountId = await addAccount(api.db)
  const { id: operatorId } = await api.db
    .selectFrom('operator')
    .select('id')
    .executeTakeFirstOrThrow()
  const cookie = await createSession(api.db, {
    operatorId,
    method: 'link',
    ip: '127.0.0.1',
    userAgent: 'test',
  })
  const page = await open(accountId, { cookie: `__Host-sequence-rillet=${cookie}` })
  await expect.poll(() => page.told).toContainEqual(anything)
  await api.db.deleteFrom('session').execute()
  await page.ended
})

test('an account that one may not see, or that is not connected, has no events', async () => {
  const accountId = await addAccount(api.db)
  const none = await open(accountId, {})
  expect([none.status, none.code]).toEqual([401, 'token_missing'])
  const unknown = await open('nobody')
  expect([unknown.status, unknown.code]).toEqual([404, 'account_unknown'])
})

test('one operator has at most twenty streams open', async () => {
  const accountId = await addAccount(api.db)
  const headers = { authorization: `Bearer ${await tokenFor(api.db, 'viewer', 'eager')}` }
  const pages = await Promise.all(Array.from({ length: 20 }, () => open(accountId, headers)))
  const refused = await open(accountId, headers)
  expect([refused.status, refused.code]).toEqual([429, 'too_many_streams'])
  pages[0]?.stop()
  await expect
    .poll(async () => {
      const again = await open(accountId, headers)
      again.stop()
      return again.status
    })
    .toBe(200)
  for (const page of pages) page.stop()
})
