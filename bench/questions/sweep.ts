import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../store/connect.ts'
import type { Bench } from '../bench.ts'
import { post, put } from '../environment/calls.ts'
import type { Figure, Finding } from '../figures.ts'
import { poll } from '../parallel.ts'

const count = 10_000
/** Invoices and payments; each takes one call, and one more for every full page. */
const lists = 2
const pageSize = 100
const dayMs = 86_400_000

const Filled = z.object({
  invoices: z.array(
    z.object({
      id: z.string(),
      invoice_number: z.string(),
      reference: z.string(),
      updated_at: z.string(),
    }),
  ),
})
type Filled = z.infer<typeof Filled>['invoices']

const Started = z.object({ runId: z.string() })
const Sweeps = z.object({
  items: z.array(
    z.object({
      runId: z.string(),
      outcome: z.string(),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      calls: z.number(),
      lookedAt: z.number(),
      ours: z.number(),
      found: z.number(),
    }),
  ),
})

/** What does a sweep of ten thousand invoices cost, and one of what changed? */
export async function askSweep(
  { account, environment: { db } }: Bench,
  like: { invoiceId: string; rilletId: string },
): Promise<Finding> {
  await fill(db, account, like)
  const full = await run(account, 'full')
  await run(account, 'changes') // what the questions before have changed
  const changes = await run(account, 'changes')
  const figures: Figure[] = [
    { name: 'calls of a full sweep', value: full.calls, unit: '', target: { atMost: 110 } },
    { name: 'invoices compared by it', value: full.ours, unit: '', target: { atLeast: count } },
    { name: 'its duration', value: full.seconds, unit: 's' },
    { name: 'invoices that it woke', value: full.found, unit: '' },
    { name: 'rows of the last quarter of an hour', value: changes.lookedAt, unit: '' },
    {
      name: 'calls of a changes sweep',
      value: changes.calls,
      unit: '',
      target: { atMost: lists + Math.floor(changes.lookedAt / pageSize) },
    },
  ]
  return {
    question: `A sweep of ${count} invoices`,
    figures,
    notes: [
      'Every invoice is linked and compared: header, lines, balance. Within Rillet’s own limit, less the share of live work, a hundred calls take two minutes.',
      'A changes sweep reads the last quarter of an hour before the one before it again: here what the questions before have changed. It takes two calls, and one more for each full page of that.',
    ],
  }
}

async function run(account: Bench['account'], kind: 'full' | 'changes') {
  const { runId } = await post(account.operator, `/sweeps/${kind}/run`, {}, Started)
  const of = async () => {
    const { items } = await account.operator.get(`/sweeps?kind=${kind}`, Sweeps)
    return items.find((one) => one.runId === runId)
  }
  await poll(`the sweep of kind ${kind} to end`, async () => (await of())?.outcome === 'done')
  const ended = await of()
  if (ended === undefined || ended.endedAt === null) throw new Error('the sweep left no trace')
  return { ...ended, seconds: (Date.parse(ended.endedAt) - Date.parse(ended.startedAt)) / 1_000 }
}

/** Copies of one invoice in both ledgers, as if they had been synced three days ago. */
async function fill(
  db: Db,
  { id: accountId, organizationId, rilletControl }: Bench['account'],
  like: { invoiceId: string; rilletId: string },
): Promise<void> {
  await put(rilletControl, '/clock', { advanceMs: -3 * dayMs })
  const path = `/organizations/${organizationId}/invoices/fill`
  const { invoices } = await post(rilletControl, path, { like: like.rilletId, count }, Filled)
  await put(rilletControl, '/clock', { advanceMs: 3 * dayMs })
  for (let from = 0; from < invoices.length; from += 1_000) {
    await hold(db, {
      accountId,
      like: like.invoiceId,
      invoices: invoices.slice(from, from + 1_000),
    })
  }
}

async function hold(
  db: Db,
  { accountId, like, invoices }: { accountId: string; like: string; invoices: Filled },
): Promise<void> {
  const copies = sql`unnest(
    ${invoices.map(({ reference }) => reference)}::text[], ${invoices.map(({ id }) => id)}::text[],
    ${invoices.map((one) => one.invoice_number)}::text[],
    ${invoices.map((one) => one.updated_at)}::timestamptz[]
  ) as copy(invoice_id, rillet_id, number, version)`
  await sql`
    insert into invoice (account_id, invoice_id, rillet_id, number, remote_version, customer_id,
      customer_name, currency, net_total, total_tax, gross_total, accounting_date, source_status,
      payment_status, state, paid_total, source_version)
    select account_id, copy.invoice_id, copy.rillet_id, copy.number, copy.version, customer_id,
      customer_name, currency, net_total, total_tax, gross_total, accounting_date, source_status,
      'UNPAID', 'synced', 0, source_version
    from invoice, ${copies}
    where invoice.account_id = ${accountId} and invoice.invoice_id = ${like}
  `.execute(db)
  await sql`
    insert into link (account_id, kind, source_id, organization_id, rillet_id, origin, sent_at,
      remote_version, remote_state, remote_detail, verified_at)
    select account_id, kind, copy.invoice_id, organization_id, copy.rillet_id, origin, sent_at,
      copy.version, jsonb_set(remote_state, '{invoiceNumber}', to_jsonb(copy.number)),
      remote_detail, verified_at
    from link, ${copies}
    where link.account_id = ${accountId} and link.kind = 'invoice' and link.source_id = ${like}
  `.execute(db)
}
