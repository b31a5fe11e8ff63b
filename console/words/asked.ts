import { countText, plural } from '../format.ts'

/** What was asked for, and where its result will show: it is not done yet. */
type Asked = readonly [title: string, where: string]

type Now = { shownAs: string; problems: readonly { title: string }[] }

/** `action` is the button's word, `now` the answer: where the invoice had come when it was given. */
export function invoiceAsked(action: string, number: string | null, now: Now): Asked {
  const held = [...new Set(now.problems.map(({ title }) => title))].join(', ')
  const state = `${now.shownAs} now${held === '' ? '' : ` (${held})`}`
  return [
    `Asked for: ${action}${number === null ? '' : `, ${number}`}`,
    `It shows as ${state}; the timeline on its page tells what comes of it.`,
  ]
}

export const creationAsked = (one: 'customer' | 'product', name: string): Asked => [
  `Asked for: creating ${name} in Rillet`,
  `The page ${one === 'customer' ? 'Customers' : 'Products'} shows it as linked once it is there; invoices that wait for it then go on.`,
]

export const replayAsked = (count: number): Asked =>
  count === 0
    ? ['Nothing to handle again', 'No delivery of these days was put aside or matched nothing.']
    : [
        `Asked for: ${plural(count, 'delivery', 'deliveries')} to be handled again`,
        'The list under Deliveries shows what becomes of each.',
      ]

export const bulkAsked = (count: number): Asked => [
  `Asked for: ${countText(count)} ${count === 1 ? 'retry' : 'retries'}`,
  'This page shows the result for each invoice.',
]
