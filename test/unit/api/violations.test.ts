import fastify from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { answerErrors } from '../../../api/errors.ts'
import { Instant } from '../../../api/schemas/common.ts'
import { Invite } from '../../../api/schemas/people.ts'
import { SettingsPatch } from '../../../api/schemas/settings.ts'

/** What the API says of such a body. */
async function said(body: z.ZodType, payload: object): Promise<string[]> {
  const app = fastify().setValidatorCompiler(validatorCompiler)
  answerErrors(app)
  app.post('/', { schema: { body } }, () => ({}))
  const { violations } = (await app.inject({ method: 'POST', url: '/', payload })).json()
  return violations.map((one: { field: string; message: string }) => `${one.field}: ${one.message}`)
}

const grant = (accountId: unknown) => ({ name: 'nina', roles: [{ role: 'admin', accountId }] })

test.each([null, 7, 'no account', ''])(
  'a role in the account %j says what it may be given in',
  async (accountId) => {
    expect(await said(Invite, grant(accountId))).toEqual([
      'body.roles.0.accountId: This must be an account’s id, or "*" for every account: change it to that form.',
    ])
  },
)

test('a role without an account is missing one', async () => {
  expect(await said(Invite, grant(undefined))).toEqual([
    'body.roles.0.accountId: This field is missing: add it, as text.',
  ])
})

test('something that may have several forms names all of them', async () => {
  const body = z.object({ a: z.union([z.string(), z.int(), z.literal('*'), z.enum(['x', 'y'])]) })
  expect(await said(body, { a: null })).toEqual([
    'body.a: This must be text or a number or "*" or one of "x", "y": give one of these.',
  ])
  expect(await said(body, {})).toEqual([
    'body.a: This field is missing: add it, as text or a number or "*" or one of "x", "y".',
  ])
})

test('what is wrong inside of one form is said of the field inside', async () => {
  const one = z.strictObject({ kind: z.literal('one'), list: z.array(z.object({ n: z.number() })) })
  const body = z.object({ a: z.union([one, z.object({ x: z.string(), y: z.string() })]) })
  expect(await said(body, { a: { kind: 'one', list: [{ n: '1' }] } })).toEqual([
    'body.a.list.0.n: This must be a number: give it as one.',
  ])
  const told = z.object({
    a: z.discriminatedUnion('kind', [one, z.object({ kind: z.literal('b') })]),
  })
  expect(await said(told, { a: { kind: 'c' } })).toEqual([
    'body.a.kind: This must be one of "one", "b": give one of these.',
  ])
})

const code = (name: string) => ({
  code: name,
  country: 'GB',
  type: 'VAT',
  description: 'Reverse charge',
  percentage: null,
})
const row = (category: string | null) => ({
  category,
  taxed: null,
  exempt: null,
  reverseCharged: null,
})

test('what stands twice in the settings says where, and what to do', async () => {
  expect(await said(SettingsPatch, { taxCodes: [code('A'), code('B'), code('A')] })).toEqual([
    'body.taxCodes.2.code: This must be described once only, and row 1 describes A already: remove one of the two, or change its code.',
  ])
  expect(
    await said(SettingsPatch, { taxTable: [row(null), row('x'), row('x'), row(null)] }),
  ).toEqual([
    'body.taxTable.2.category: This must be in one row only, and row 2 has the category x already: remove one of the two, or change its category.',
    'body.taxTable.3.category: This must be in one row only, and row 1 has all other categories already: remove one of the two, or change its category.',
  ])
})

test.each<[z.ZodType, unknown, string]>([
  [Instant, 'x', 'This must be an instant in UTC, such as 2026-11-01T09:30:00Z: give it as one.'],
  [z.int(), 1.5, 'This must be a whole number: give it as one.'],
  [z.string(), undefined, 'This field is missing: add it, as text.'],
  [z.literal('a'), 'b', 'This must be "a": choose that.'],
  [z.enum(['a', 'b']), 'c', 'This must be one of "a", "b": choose one of them.'],
  [z.string().min(1), '', 'This must be filled in: it was left empty.'],
  [z.string().min(3), 'ab', 'This must be at least 3 characters long: give more.'],
  [z.array(z.int()).max(1), [1, 2], 'This must be at most 1 items long: give less.'],
  [z.int().multipleOf(5), 7, 'This must be a multiple of 5: give it as one.'],
  [
    z.string().regex(/^a/, 'must begin with a'),
    'b',
    'This must begin with a: change it to that form.',
  ],
  [
    z.string().startsWith('a'),
    'b',
    'This must be of the form that /api/docs shows: give it as one.',
  ],
])('%# a rule that is broken is named with how to keep it', async (rule, value, message) => {
  expect(await said(z.object({ a: rule }), { a: value })).toEqual([`body.a: ${message}`])
})
