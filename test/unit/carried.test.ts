import { expect, test } from 'vitest'
import { carriedOf, createRun } from '../../workflows/run.ts'

const input = { accountId: 'a', invoiceId: 'i' }

test('a run that goes on in a new one knows what a person wants, about what, and what is still to be told', () => {
  const run = createRun(input)
  Object.assign(run, {
    choice: 'acceptTheirs',
    agreed: ['payment_status_differs: : PAID: UNPAID'],
    followLedger: true,
    untold: true,
  })
  const carried = JSON.parse(JSON.stringify(carriedOf(run, null)))
  const { choice, agreed, followLedger, untold } = createRun({ ...input, carried })
  expect({ choice, agreed, followLedger, untold }).toEqual({
    choice: 'acceptTheirs',
    agreed: ['payment_status_differs: : PAID: UNPAID'],
    followLedger: true,
    untold: true,
  })
})

test('what earlier versions carried over says nothing of that', () => {
  const { agreed, followLedger, untold, ...before } = carriedOf(createRun(input), null)
  expect([agreed, followLedger, untold]).toEqual([null, false, false])
  expect(createRun({ ...input, carried: before })).toMatchObject({
    agreed: null,
    followLedger: false,
    untold: false,
  })
})
