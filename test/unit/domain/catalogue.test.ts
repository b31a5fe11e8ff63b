import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue, explain, fillIn } from '../../../domain/catalogue.ts'
import { causes } from '../../../domain/ids.ts'
import type { InvoiceState } from '../../../domain/model.ts'
import * as problems from '../../../domain/problems.ts'
import { actions, actionsOf, labels } from '../../../domain/states.ts'

const root = new URL('../../../', import.meta.url)
const entries = Object.entries(catalogue)
/** Where a problem may be met, by default on a blocked invoice: the state, and what stands beside it. */
type Standing = [state: InvoiceState, ...beside: string[]]
const standings: Record<string, Standing[]> = {
  found_in_sequence: [['excluded']],
  before_start_date: [['excluded']],
  in_doubt: [['in_doubt']],
  rillet_unreachable: [['waiting'], ['blocked']],
  sequence_unreachable: [['waiting'], ['blocked']],
  sequence_refused: [['blocked'], ['removed']],
  rillet_refused: [['blocked'], ['drift', 'source_changed_after_sync']],
  period_closed: [['blocked'], ['drift', 'recreate_refused', 'rillet_edited']],
  rillet_edited: [['drift'], ['blocked']],
  source_changed_after_sync: [['drift'], ['blocked']],
  payment_status_differs: [['drift'], ['blocked']],
  recreate_refused: [
    ['drift', 'rillet_edited'],
    ['blocked', 'source_changed_after_sync'],
  ],
  not_updatable: [['drift', 'rillet_edited']],
}
const standingsOf = (code: string): Standing[] => standings[code] ?? [['blocked']]

const imports = /^import [\s\S]*? from '.*'$/gm

describe.each(entries)('%s', (code, entry) => {
  const texts = `${entry.title} ${entry.whatHappened} ${entry.how}`

  test('fills all its params and needs no other', () => {
    const named = [...texts.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(new Set(named)).toEqual(new Set(entry.params))
  })

  test('is written for an accountant', () => {
    expect(texts).not.toMatch(/workflow|signal|activit|namespace|payload|null|undefined/i)
    expect(entry.title).toMatch(/^\p{Lu}[^.]*$/u)
    expect(entry.how).toMatch(/[.]$/)
  })

  test('calls settings by their labels, not by their names', () => {
    const shown = texts.replaceAll(/\{\w+\}/g, '')
    expect(shown).not.toMatch(/\b[a-z]+[A-Z]\w*|\b[A-Z]+_[A-Z]/)
  })

  test('names the buttons that the page has, or says that not all may be offered', () => {
    const named = actions.filter((action) => entry.how.includes(labels[action]))
    const isEverywhere = standingsOf(code).every(([state, ...codes]) => {
      const offered = actionsOf(state, [code, ...codes])
      return named.every((action) => offered.includes(action))
    })
    expect(isEverywhere || entry.how.includes('offered')).toBe(true)
  })

  test('is made by a constructor of its own', () => {
    const source = read('domain/problems.ts')
    expect(source.match(new RegExp(`'${code}'`, 'g'))).toHaveLength(1)
  })
})

test('every constructor of a problem is called somewhere', () => {
  const used = ['domain', 'workflows', 'activities', 'api']
    .flatMap(sources)
    .filter((path) => path !== 'domain/problems.ts')
    .map((path) => read(path).replaceAll(imports, ''))
    .join('\n')
  const unused = Object.keys(problems).filter((name) => !new RegExp(`\\b${name}\\b`).test(used))
  expect(unused).toEqual([])
})

test('a problem reads as a sentence with its figures', () => {
  const problem = problems.currencyMismatch('customer-1', 'EUR', 'USD')
  expect(problem.blockedOn).toBe('customer:customer-1')
  const words = explain(problem)
  expect(words.whatHappened).toContain('The invoice is in EUR')
  expect(words.how).toContain('customer-1')
})

test('amounts stand in sentences as a person writes them', () => {
  const open = explain(problems.creditLeavesOpen('1234.5', 'USD'))
  expect(open.whatHappened).toContain('still shows 1,234.50 USD of it as due')
  const changed = explain(problems.sourceChangedAfterSync('total', '1234.5 USD', '1200 USD'))
  expect(changed.whatHappened).toBe(
    'The total in Sequence is now 1,234.50 USD, but 1,200.00 USD is booked in Rillet, where it cannot be changed.',
  )
})

test('an amount without a currency is one of the invoice’s', () => {
  const { whatHappened } = explain(
    problems.rilletEdited('amount of line 2', '1234.5', '12'),
    {},
    'USD',
  )
  expect(whatHappened).toContain('is now 12.00 USD; the sync wrote 1,234.50 USD')
  const lines = explain(problems.sourceChangedAfterSync('number of lines', '2', '1'), {}, 'USD')
  expect(lines.whatHappened).toContain('is now 2, but 1 is booked')
})

test('a closed day that a person was asked about does not go on by itself', () => {
  const closed = problems.periodClosed('2026-05-17')
  expect(explain(closed).how).toContain('goes on by itself')
  expect(explain(closed).how).not.toContain('Retry sync')
  const asked = explain({ ...closed, blockedOn: causes.person }).how
  expect(asked).toContain('press Retry sync')
  expect(asked).not.toContain('by itself')
})

test('ids are replaced by names only where the words are shown', () => {
  const { whatHappened } = explain(problems.customerNotLinked('c-1'), { 'c-1': 'Acme' })
  expect(whatHappened).toContain('The customer Acme is not linked')
})

test('a refused change is told of without saying that dates had changed: it may have been pushed', () => {
  const refused = problems.dateChangeRefused('The accounting period is closed.')
  const { title, whatHappened, how } = explain(refused)
  expect(whatHappened).toBe(
    'Rillet was to have the booked invoice as Sequence has it, and did not change it: The accounting period is closed.',
  )
  expect(`${title} ${whatHappened} ${how}`).not.toMatch(/dates?\b/)
})

test('a scope goes by what the settings page calls it', () => {
  expect(explain(problems.notUpdatable('AR_ONLY')).whatHappened).toContain(
    'in the scope Receivables only,',
  )
})

test('a closed period is named by its month', () => {
  expect(problems.periodClosed('2026-05-17').blockedOn).toBe('period:2026-05')
})

test('a name without a param stays visible', () => {
  expect(fillIn('{a} and {b}', { a: '1' })).toBe('1 and {b}')
})

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`)
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}
