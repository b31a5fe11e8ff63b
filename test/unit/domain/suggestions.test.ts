import { expect, test } from 'vitest'
import { candidatesFor } from '../../../domain/suggestions.ts'

const known = (id: string, name: string, ...emails: string[]) => ({ id, name, emails })

test('the same name but for capitals and blanks, or the same e-mail, is a candidate', () => {
  const found = candidatesFor(known('c-1', 'Acme  Ltd ', 'Ann@example.com'), [
    known('r-1', 'ACME Ltd'),
    known('r-2', 'Acme Limited', 'ann@example.com'),
    known('r-3', 'Acme', 'bob@example.com'),
    known('r-4', 'acme ltd', 'ANN@example.com'),
  ])
  expect(found.map(({ id, by }) => [id, by])).toEqual([
    ['r-1', ['name']],
    ['r-2', ['email']],
    ['r-4', ['name', 'email']],
  ])
})

test('an empty e-mail or a part of a name proves nothing', () => {
  expect(candidatesFor(known('c-1', 'Acme'), [known('r-1', 'Acme GmbH')])).toEqual([])
  expect(candidatesFor(known('c-1', 'A'), [known('r-1', 'B')])).toEqual([])
})
