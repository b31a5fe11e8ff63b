import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue, explain, fillIn } from '../../../domain/catalogue.ts'
import * as problems from '../../../domain/problems.ts'

const root = new URL('../../../', import.meta.url)
const entries = Object.entries(catalogue)
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

test('ids are replaced by names only where the words are shown', () => {
  const { whatHappened } = explain(problems.customerNotLinked('c-1'), { 'c-1': 'Acme' })
  expect(whatHappened).toContain('The customer Acme is not linked')
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
