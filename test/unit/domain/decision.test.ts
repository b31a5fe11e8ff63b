import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOf, happenings, look, type Model, newModel } from './decision-model.ts'

/** The invoice is finalized and synced; then all of this happens, and looks come when `wakes` says so. */
function play(events: readonly string[], wakes: readonly number[]): Model {
  const model = newModel()
  happenings['finalized']?.(model)
  look(model)
  events.forEach((event, index) => {
    happenings[event]?.(model)
    const times = wakes.filter((at) => at === index).length
    for (let time = 0; time < times; time++) wake(model)
  })
  wake(model)
  return model
}

function wake(model: Model): void {
  model.hinted = true
  look(model)
}

/** Deliveries that are late, lost, doubled or out of order wake the run at other moments, and no more. */
const moments = (most: number) => fc.array(fc.integer({ min: 0, max: most }), { maxLength: 12 })

const orders = (items: readonly string[]): string[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      )

const fours = [
  ['sent', 'paid', 'paidInFull', 'unpaid'],
  ['sent', 'edited', 'paid', 'paidInFull'],
  ['sent', 'paid', 'edited', 'unpaid'],
  ['sent', 'paid', 'unpaid', 'deleted'],
]

test.each(fours.flatMap((four) => orders(four).map((order) => [order.join(', '), order] as const)))(
  '%s: whenever it is woken, and however often, the end is the same',
  (_, order) => {
    const end = endOf(play(order, []))
    fc.assert(
      fc.property(moments(order.length - 1), (wakes) => {
        expect(endOf(play(order, wakes))).toEqual(end)
      }),
      { numRuns: 40 },
    )
  },
)

test('what happens is told in any order and any number of times, and ends where both systems agree', () => {
  const event = fc.constantFrom('sent', 'paid', 'paidInFull', 'unpaid')
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), moments(7), (events, wakes) => {
      const model = play(events, wakes)
      const rows = model.remote?.payments.length ?? 0
      const expected = ['UNPAID', 'PARTIALLY_PAID', 'PAID']
      if (rows === 0) expect(model.source.paymentStatus).toBe(expected[0])
      expect(model.remote?.dueDate).toBe(model.source.dueDate)
      expect(model.made).toBe(1)
      const before = model.writes.length
      wake(model)
      expect(model.writes.length).toBe(before)
    }),
    { numRuns: 300 },
  )
})

test('a void ends voided and is not in Rillet, unless money came first; a deletion is never made again', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(['sent', 'edited', 'voided', 'deleted'], { minLength: 2 }),
      moments(3),
      (events, wakes) => {
        const model = play(events, wakes)
        expect(model.made).toBe(1)
        const isGone = events.includes('voided') || events.includes('deleted')
        expect(model.remote === null).toBe(isGone)
        if (isGone) expect(['voided', 'removed']).toContain(model.state)
        expect(model.writes.filter((write) => write === 'delete').length).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 300 },
  )
})
