import { expect, test } from 'vitest'
import { failPoints } from '../faults/stage/fail-points.ts'

test.each(Object.entries(failPoints))('the fail point “%s” names a function', async (_, { of }) => {
  const [file = '', name = ''] = of.split('#')
  const module = await import(`../../${file}`)
  expect(module[name]).toBeTypeOf('function')
})
