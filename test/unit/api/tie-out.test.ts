import { expect, test } from 'vitest'
import { tieOutCsv } from '../../../api/tie-out.ts'
import { parts } from '../../../console/pages/tie-out/parts.ts'

const nothing = { count: 0, total: '0' }
const row: Parameters<typeof tieOutCsv>[0]['rows'][number] = {
  customerId: 'c-1',
  customerName: 'Highland Textiles Ltd',
  currency: 'EUR',
  ours: { count: 2, total: '640' },
  parts: {
    synced: nothing,
    waiting: nothing,
    blocked: nothing,
    excluded: nothing,
    drift: { count: 2, total: '640' },
  },
  rillet: { count: 1, total: '480.5' },
  elsewhere: nothing,
  elsewhereInvoices: [],
  difference: '-159.5',
  explained: '-160',
  unexplained: '0.5',
  items: [
    {
      invoiceId: 'i-1',
      number: 'INV-1',
      kind: 'open_day',
      isExplained: true,
      reason: 'Dated on the first open day',
      ours: '160',
      oursDate: '2026-11-03',
      rillet: '160',
      rilletDate: '2026-12-01',
      rilletId: 'ri-1',
      rilletUrl: null,
      amount: '-160',
    },
  ],
  moreItems: 1,
  ties: false,
}
const linesOf = (...rows: (typeof row)[]) => tieOutCsv({ month: '2026-11', rows }).split('\r\n')

test('the table names the parts as the console does, and gives amounts their currency’s decimals', () => {
  expect(linesOf(row).slice(0, 2)).toEqual([
    'Month,Customer id,Customer,Currency,Ours (count),Ours,Synced (count),Synced,Waiting (count),Waiting,Blocked (count),Blocked,Excluded or deleted (count),Excluded or deleted,Differs (count),Differs,Rillet (count),Rillet,Of which elsewhere (count),Of which elsewhere,Difference,Explained,Unexplained,Invoices behind it',
    '2026-11,c-1,Highland Textiles Ltd,EUR,2,640.00,0,0.00,0,0.00,0,0.00,0,0.00,2,640.00,1,480.50,0,0.00,-159.50,-160.00,0.50,INV-1 -160.00 (Dated on the first open day); and 1 more',
  ])
  const head = linesOf(row)[0] ?? ''
  for (const { label } of parts) expect(head).toContain(`,${label} (count),${label},`)
  expect(linesOf({ ...row, currency: 'JPY' })[1]).toContain(',JPY,2,640,0,0,')
})

test('only a row without a customer is called one of customers that are not linked', () => {
  const [, nameless, unlinked] = tieOutCsv({
    month: '2026-11',
    rows: [
      { ...row, customerName: null },
      { ...row, customerId: null, customerName: null },
    ],
  }).split('\r\n')
  expect(nameless).toMatch(/^2026-11,c-1,,EUR,/)
  expect(unlinked).toMatch(/^2026-11,,Customers that are not linked,EUR,/)
})
