import type { Rule, Violation } from './oracle/ledger.ts'
import type { Tally } from './tally.ts'

const rules: Rule[] = [
  'final state',
  'one live invoice',
  'one customer and product',
  'no lost line',
  'no wrong cent',
  'nothing crosses accounts',
  'no acknowledged delivery is lost',
  'no wake-up is lost',
  'calls within the budget',
  'no secret and no name leaks',
  'no run fails',
  'no process ends by itself',
  'the oracle sees all',
  'every fault happens',
  'every part ends',
]

/** Each fault kind, how often and at which point. */
export function faultTable(tally: Tally): string {
  const rows = tally.rows().map(({ kind, point, count }) => [kind, point, String(count)])
  return table(['fault', 'point', 'count'], rows)
}

/** Each rule and how often it was broken. */
export function ruleTable(violations: Violation[]): string {
  const count = (rule: Rule) => violations.filter((one) => one.rule === rule).length
  return table(
    ['rule', 'broken'],
    rules.map((rule) => [rule, String(count(rule))]),
  )
}

/** What was found, in words; invoices that only did not come to their end stand last. */
export const worst = (violations: Violation[], most = 40): string =>
  rules
    .toReversed()
    .flatMap((rule) => violations.filter((one) => one.rule === rule))
    .slice(0, most)
    .map(({ rule, seed, what }) => `  ${rule}${seed === null ? '' : ` (seed ${seed})`}: ${what}`)
    .join('\n')

function table(head: string[], rows: string[][]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
