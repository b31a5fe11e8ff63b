import { expect, test } from 'vitest'
import { createFloods } from '../../../api/gateway/floods.ts'
import { networkOf } from '../../../api/network.ts'

const refuse = (floods: ReturnType<typeof createFloods>, times: number, network: string) =>
  Array.from({ length: times }, (_, n) => floods.refused(network, `account-${n}`))

test('one network that sends too much is a flood over all accounts, and another is not', () => {
  const floods = createFloods(() => 0)
  expect(refuse(floods, 21, '192.0.2.1').filter(Boolean)).toHaveLength(1)
  expect(floods.refused('192.0.2.2', 'account-30')).toBe(false)
})

test('one account that gets too much from many networks is a flood, and another is not', () => {
  const floods = createFloods(() => 0)
  const answers = Array.from({ length: 21 }, (_, n) => floods.refused(`192.0.2.${n}`, 'mine'))
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(floods.refused('192.0.2.200', 'theirs')).toBe(false)
})

test('a network is shut out for the rest of a second, unless it sent what is genuine within the hour', () => {
  let at = 0
  const floods = createFloods(() => at)
  floods.genuine('192.0.2.2')
  for (const network of ['192.0.2.1', '192.0.2.2']) refuse(floods, 100, network)
  expect([floods.isShut('192.0.2.1'), floods.isShut('192.0.2.2')]).toEqual([true, false])
  at = 1_000
  expect(floods.isShut('192.0.2.1')).toBe(false)
  at = 3_600_000
  refuse(floods, 100, '192.0.2.2')
  expect(floods.isShut('192.0.2.2')).toBe(true)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})
