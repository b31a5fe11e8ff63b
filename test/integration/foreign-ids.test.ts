import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addEvent } from '../../store/event.ts'
import { setGrant } from '../../store/membership.ts'
import { createToken } from '../../store/operator.ts'
import { createPerson } from '../../store/person.ts'
import { policy } from '../support/policy.ts'
import { addAccount, startApp, type TestApp } from './gateway-support.ts'

let api: TestApp
let mine: string
let token: string
/** Ids of the other account's things. */
let theirs: Record<string, string>

beforeAll(async () => {
  api = await startApp()
  const { db } = api
  mine = await addAccount(db)
  const accountId = await addAccount(db)
  const grantsHere = [{ accountId: mine, role: 'admin' as const }]
  const grantThere = { accountId, role: 'admin' as const }
  token = (await createToken(db, { name: 'mine', grants: grantsHere, madeBy: null })).token
  const foreign = await createToken(db, { name: 'theirs', grants: [grantThere], madeBy: null })
  const personId = (await createPerson(db, 'Their admin')) ?? ''
  await setGrant(db, personId, grantThere)
  const invoiceId = randomUUID()
  await db
    .insertInto('invoice')
    .values({ account_id: accountId, invoice_id: invoiceId, state: 'drift' })
    .execute()
  await addEvent(db, { accountId, invoiceId, kind: 'x', actor: 'x' })
  const noteId = randomUUID()
  await db
    .insertInto('credit_note')
    .values({ account_id: accountId, credit_note_id: noteId })
    .execute()
  const thingId = randomUUID()
  for (const kind of ['customer', 'product'] as const) {
    await db
      .insertInto('link')
      .values({
        account_id: accountId,
        kind,
        source_id: thingId,
        organization_id: 'org-1',
        rillet_id: randomUUID(),
      })
      .execute()
  }
  const bulkId = randomUUID()
  await db
    .insertInto('bulk')
    .values({
      account_id: accountId,
      bulk_id: bulkId,
      actor: 'x',
      reason: 'x',
      filter: '{}',
      total: 0,
    })
    .execute()
  const runId = randomUUID()
  await db
    .insertInto('sweep_run')
    .values({ account_id: accountId, run_id: runId, kind: 'full', actor: 'x' })
    .execute()
  const delivery = await db
    .insertInto('inbox')
    .values({
      account_id: accountId,
      source: 'rillet',
      delivery_id: 'theirs',
      event: 'INVOICE.UPDATED',
      stale: false,
      body: '{}',
      status: 'quarantined',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  theirs = {
    invoices: invoiceId,
    'credit-notes': noteId,
    customers: thingId,
    products: thingId,
    bulk: bulkId,
    sweeps: runId,
    deliveries: delivery.id,
    people: personId,
    tokens: foreign.id,
    me: personId,
  }
})
afterAll(() => api.close())

const bodies: Record<string, object> = {
  'PUT link': { rilletId: randomUUID(), currency: null },
  'PATCH link': { currency: null },
  role: { accountId: '', role: 'viewer' },
  'leave-out': { reason: 'tried' },
  'resolve-in-doubt': { found: false },
}

/**
 * Whoever has no such row asks the vendor or Temporal with the account's own credentials, or starts a run of
 * its own: these are away here.
 */
const asksElsewhere = [
  /^(PUT|POST) .*\/(customers|products)\/:id\/(link|create|sync)$/,
  /^GET .*\/invoices\/:id\/preview$/,
  /^POST .*\/(invoices|credit-notes)\/:id\/(retry|exclude)$/,
]

const withIds = Object.keys(policy).filter((route) =>
  /:(id|bulkId|runId)/.test(route.replace(':accountId', '')),
)

test.each(withIds)('%s does not know another account’s id', async (route) => {
  const [method = '', path = ''] = route.split(' ')
  const [, collection = ''] = path.replace('/accounts/:accountId', '').split('/')
  const id = theirs[collection]
  if (id === undefined) throw new Error(`say here what ${route} is about`)
  const url = path.replace(':accountId', mine).replace(/:(id|bulkId|runId)/, id)
  const last = path.split('/').at(-1) ?? ''
  const payload = bodies[last] ?? bodies[`${method} ${last}`] ?? {}
  const answer = await api.app.inject({
    method: method as 'GET',
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${token}` },
    ...(method === 'GET' || method === 'DELETE'
      ? {}
      : { payload: 'accountId' in payload ? { ...payload, accountId: mine } : payload }),
  })
  if (route === 'GET /invoices/:id/accounts') {
    expect(answer.json().items).toEqual([])
    return
  }
  const { code } = answer.json()
  if (route === 'DELETE /me/sessions/:id') expect(code).toBe('people_only')
  else if (asksElsewhere.some((one) => one.test(route))) {
    expect(['vendor_unreachable', 'temporal_away', 'not_found']).toContain(code)
  } else expect([answer.statusCode, code]).toEqual([404, 'not_found'])
})
