import { describe, expect, test } from 'vitest'
import { mapCustomer } from '../../../domain/customer.ts'
import type { SourceCustomer } from '../../../domain/model.ts'

const customer = (changes: Partial<SourceCustomer> = {}): SourceCustomer => ({
  id: 'customer-1',
  legalName: 'Acme Inc.',
  address: {
    line1: '1 Main St',
    line2: null,
    town: 'Springfield',
    state: 'IL',
    postcode: '62701',
    country: 'US',
  },
  taxStatus: 'TAXED',
  contacts: [{ email: 'ap@acme.example', billingPreference: 'PRIMARY' }],
  taxIds: [],
  paymentTermDays: 30,
  updatedAt: null,
  ...changes,
})

const map = (changes: Partial<SourceCustomer> = {}) =>
  mapCustomer({ customer: customer(changes), publicUrl: 'https://sync.example/' })

test('a customer becomes exactly this request', () => {
  expect(map()).toEqual({
    ok: true,
    warnings: [],
    value: {
      name: 'Acme Inc.',
      address: {
        line1: '1 Main St',
        city: 'Springfield',
        state: 'IL',
        zip_code: '62701',
        country: 'US',
      },
      emails: [{ email: 'ap@acme.example', type: 'MAIN_SENDER' }],
      payment_terms: 30,
      send_invoices_automatically: false,
      send_payment_reminders: false,
      external_references: [
        { type: 'sequencehq', id: 'customer-1', url: 'https://sync.example/customers/customer-1' },
        {
          type: 'CUSTOMER_CUSTOM',
          id: 'customer-1',
          url: 'https://sync.example/customers/customer-1',
        },
      ],
    },
  })
})

describe('the address', () => {
  test.each([
    ['state', { state: null }],
    ['postcode', { postcode: '' }],
    ['town', { town: null }],
  ])('without %s is left out and said', (field, gap) => {
    const { address } = customer()
    if (address === null) throw new Error('no address')
    const mapped = map({ address: { ...address, ...gap } })
    expect(mapped.ok && mapped.value.address).toBeUndefined()
    expect(mapped.warnings).toEqual([{ code: 'address_left_out', params: { fields: field } }])
  })

  test('that is not there at all is said once', () => {
    expect(map({ address: null }).warnings.map(({ code }) => code)).toEqual(['address_left_out'])
  })
})

test('only billing contacts are written to, each address once', () => {
  const mapped = map({
    contacts: [
      { email: 'copy@acme.example', billingPreference: 'STANDARD' },
      { email: 'AP@acme.example', billingPreference: 'STANDARD' },
      { email: 'ap@acme.example', billingPreference: 'PRIMARY' },
      { email: 'no@acme.example', billingPreference: 'NONE' },
      { email: 'new@acme.example', billingPreference: 'A_NEW_WORD' },
    ],
  })
  expect(mapped.ok && mapped.value.emails).toEqual([
    { email: 'ap@acme.example', type: 'MAIN_SENDER' },
    { email: 'copy@acme.example', type: 'CC' },
  ])
})

test('no primary contact and a tax id are said', () => {
  const mapped = map({ contacts: [], taxIds: ['GB123'] })
  expect(mapped.warnings.map(({ code }) => code)).toEqual([
    'main_contact_missing',
    'tax_id_not_sent',
  ])
  expect(JSON.stringify(mapped.warnings)).not.toContain('GB123')
})

test('unknown payment terms are left out', () => {
  const mapped = map({ paymentTermDays: null })
  expect(mapped.ok && 'payment_terms' in mapped.value).toBe(false)
})

test('a customer without a name is refused with the field', () => {
  expect(map({ legalName: '  ' })).toMatchObject({
    ok: false,
    problems: [
      {
        code: 'customer_missing_data',
        blockedOn: 'customer:customer-1',
        params: { field: 'legal name' },
      },
    ],
  })
})
