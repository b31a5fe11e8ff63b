import { Big } from 'big.js'
import { type DemoInvoice, line, plan, usual } from './invoice.ts'

const year = { startDate: '2026-11-01', endDate: '2027-10-31' }
const month = { startDate: '2026-10-01', endDate: '2026-10-31' }

/** Forty lines with uneven rates, quantities and tax: every rounding must survive. */
const forty = Array.from({ length: 40 }, (_, at) =>
  line(`Metered use, part ${at + 1}`, new Big('0.0371').times(at * 7 + 3).toFixed(), {
    product: 'calls',
    quantity: String(at * 13 + 1),
    taxRate: at % 2 === 0 ? '0.2' : '0.05',
  }),
)

/** What an invoice can consist of: nothing happens to these but the sync. */
export const plainInvoices: readonly DemoInvoice[] = [
  { ...usual, key: 'forty-lines', shows: 'forty lines', groups: plan(...forty) },
  {
    ...usual,
    key: 'two-categories',
    shows: 'two tax categories',
    groups: [
      { title: 'Software', taxCategory: 'Software', lines: [line('Platform', '899.99')] },
      {
        title: 'Services',
        taxCategory: 'Services',
        lines: [
          line('Support hours', '95.50', { product: 'support', quantity: '2.5', taxRate: '0.05' }),
        ],
      },
    ],
  },
  {
    ...usual,
    key: 'tax-exempt',
    shows: 'a tax-exempt customer',
    customer: 'museum',
    groups: plan(line('Platform for museums', '640.00')),
  },
  {
    ...usual,
    key: 'reverse-charged',
    shows: 'reverse charge, in EUR',
    customer: 'rheinwerk',
    currency: 'EUR',
    groups: plan(line('Platform', '2350.75')),
  },
  {
    ...usual,
    key: 'jpy',
    shows: 'JPY, without decimals',
    customer: 'sakura',
    currency: 'JPY',
    groups: plan(
      line('Platform', '184999', { taxRate: '0.1' }),
      line('API calls', '3.33', { product: 'calls', quantity: '1234', taxRate: '0.1' }),
    ),
  },
  {
    ...usual,
    key: 'clp',
    shows: 'CLP, without decimals',
    customer: 'andes',
    currency: 'CLP',
    groups: plan(line('Platform', '1750990', { taxRate: '0.19' })),
  },
  {
    ...usual,
    key: 'discount',
    shows: 'a discount line',
    groups: plan(line('Platform', '1000.00'), line('Loyalty discount, 12.5 %', '-125.00')),
  },
  {
    ...usual,
    key: 'zero-quantity',
    shows: 'a line of quantity zero',
    groups: plan(
      line('Platform', '750.00'),
      line('API calls above the allowance', '0.002', { product: 'calls', quantity: '0' }),
    ),
  },
  {
    ...usual,
    key: 'service-periods',
    shows: 'service periods',
    groups: plan(
      line('Platform, a year ahead', '12000.00', { servicePeriod: year }),
      line('API calls, the month past', '0.02', {
        product: 'calls',
        quantity: '15250',
        servicePeriod: month,
      }),
    ),
  },
  {
    ...usual,
    key: 'no-product',
    shows: 'a line without a product',
    groups: plan(line('Travel to the workshop', '312.40', { product: null })),
  },
]
