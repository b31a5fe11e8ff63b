import { createHash, randomUUID } from 'node:crypto'
import type { Environment } from '../environment/start.ts'
import type { Figure, Finding } from '../figures.ts'
import { median, quantile } from '../statistics.ts'
import { clearInvoices, fillInvoices } from './invoice-list-rows.ts'

const invoices = 100_000
const mostMs = 150

/** What a page of the console asks for, and filters that each hurt in another way. */
const filters: Record<string, string> = {
  'the first page': '',
  'a common state': 'state=paid',
  'a rare state': 'state=drift',
  'a state that none has': 'state=voided',
  'an error class': 'errorClass=customer_not_linked',
  'a rare error class': 'errorClass=tax_code_missing',
  'a common currency': 'currency=USD',
  'a rare currency': 'currency=JPY',
  'a customer': `customerId=${madeId('customer77')}`,
  'a number': 'number=INV-000777',
  'a whole id': `search=${madeId('invoice777')}`,
  'a part of a number': 'search=INV-0777',
  'a part of a name': 'search=customer%2077%20l',
  'one letter': 'search=c',
  'a word that all have': 'search=limited',
  'a word that none has': 'search=zzzqq',
  'a month long ago': 'from=2024-03-01&to=2024-03-31',
  'the oldest': 'to=2023-12-31',
  'state, class and currency': 'state=blocked&errorClass=period_closed&currency=EUR',
  'state, currency and dates': 'state=paid&currency=JPY&from=2024-01-01&to=2024-06-30',
  'state and search': 'state=excluded&search=customer%2077%20l',
}

/** How fast does the list of 100,000 invoices answer: first page, later pages, every filter, its counts? */
export async function askInvoiceList(environment: Environment): Promise<Finding> {
  const { db, apiUrl, token } = environment
  const accountId = randomUUID()
  const ask = async (path: string): Promise<{ nextCursor?: string | null; items: unknown[] }> => {
    const answer = await fetch(`${apiUrl}/api/v1/accounts/${accountId}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return JSON.parse(await answer.text())
  }
  await fillInvoices(environment, accountId, invoices)
  try {
    const figures: Figure[] = []
    for (const [name, query] of Object.entries(filters)) {
      figures.push(figureOf(name, await timesOf(() => ask(`invoices?${query}`))))
      figures.push(
        figureOf(`${name}, counted`, await timesOf(() => ask(`invoices/counts?${query}`))),
      )
    }
    figures.push(figureOf('the overview', await timesOf(() => ask('overview'))))
    let cursor: string | null = null
    const next = async () => {
      const page = await ask(`invoices?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`)
      cursor = page.nextCursor ?? null
    }
    figures.push(figureOf('100 more, page after page', await timesOf(next)))
    return {
      question: `Operator API: a list of ${invoices.toLocaleString('en')} invoices`,
      figures,
      notes: [
        `Each ${asks} times, one after the other, over HTTP; the median of each is in brackets.`,
      ],
    }
  } finally {
    await clearInvoices(db, accountId)
  }
}

const asks = 40

/** An id as the filling makes it: Postgres' `md5(…)::uuid`. */
function madeId(of: string): string {
  const hex = createHash('md5').update(of).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function timesOf(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < asks; n += 1) {
    const startedAt = performance.now()
    await ask()
    times.push(performance.now() - startedAt)
  }
  return times
}

const figureOf = (name: string, times: number[]): Figure => ({
  name: `${name}: 95 of 100 within`,
  value: quantile(times, 0.95),
  unit: 'ms',
  target: { atMost: mostMs },
  note: `(${median(times).toFixed(1)})`,
})
