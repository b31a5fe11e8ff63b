import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutations } from '../faults/mutations.ts'

const root = new URL('../../', import.meta.url)
const table = readFileSync(new URL('docs/INVARIANTS.md', root), 'utf8')

test.each(mutations.map((mutation) => [mutation.broken, mutation] as const))(
  'the line to break is there, once, and stands in the table: %s',
  (_, { file, find, broken, caughtBy }) => {
    expect(readFileSync(new URL(file, root), 'utf8').split(find)).toHaveLength(2)
    expect(table).toContain(broken)
    for (const test of caughtBy) expect(table).toContain(test)
  },
)
