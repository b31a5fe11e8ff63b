import { describe, expect, test } from 'vitest'
import { readRilletDelivery } from '../../../api/gateway/rillet-delivery.ts'
import { readSequenceDelivery } from '../../../api/gateway/sequence-delivery.ts'

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const invoice = {
  id: 'ri-1',
  updated_at: '2026-05-01T10:00:00Z',
  status: 'PAID',
  amount_due: { amount: '0.00', currency: 'GBP' },
  external_references: [
    { type: 'sequencehq', id: 'si-1' },
    { type: 'CUSTOMER_CUSTOM', id: 'si-2' },
  ],
}

describe('a delivery of Rillet', () => {
  test.each([
    ['INVOICE', 'PAYMENT_UPDATED'],
    ['invoice', 'payment-updated'],
    ['Invoice', 'payment.updated'],
    ['PAYMENT', 'UPDATED'],
    ['payment', 'updated'],
    ['INVOICE_PAYMENT', 'UPDATED'],
    ['invoice-payment', 'updated'],
  ])('(%s, %s) is news of a payment', (entity, event) => {
    expect(readRilletDelivery({ entity, event }, bytes(invoice))).toMatchObject({
      kind: 'payment',
      invoiceId: 'ri-1',
      status: 'PAID',
      amountDue: '0.00',
      version: '2026-05-01T10:00:00.000Z',
      references: ['si-1'],
    })
  })

  test('a flat payment body names its invoice by invoice_id', () => {
    const payment = { id: 'pay-1', invoice_id: 'ri-1', amount: { amount: '1.00' } }
    const said = readRilletDelivery({ entity: 'PAYMENT', event: 'UPDATED' }, bytes(payment))
    expect(said).toMatchObject({ kind: 'payment', invoiceId: 'ri-1', version: null })
  })

  test.each([
    ['a JSON string', Buffer.from('"ri-1"')],
    ['bare text', Buffer.from(' ri-1\n')],
    ['bare digits', Buffer.from('1234')],
    ['an object', bytes({ id: 'ri-1' })],
  ])('a deletion is read from %s', (_, body) => {
    const said = readRilletDelivery({ entity: 'INVOICE', event: 'DELETED' }, body)
    expect(said?.kind).toBe('deleted')
    expect(said?.invoiceId).toMatch(/^(ri-1|1234)$/)
  })

  test('other things of Rillet are not followed, whatever their body is', () => {
    const said = readRilletDelivery({ entity: 'BILL', event: 'CREATED' }, Buffer.from('<xml>'))
    expect(said).toMatchObject({ event: 'BILL.CREATED', kind: null })
  })

  test.each([
    ['cut JSON', Buffer.from('{"id":"ri-1"')],
    ['no id', bytes({ status: 'PAID' })],
    ['a list', bytes([1])],
    ['null', bytes(null)],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('an update with %s cannot be read', (_, body) => {
    expect(readRilletDelivery({ entity: 'INVOICE', event: 'UPDATED' }, body)).toBeNull()
  })

  test('fields of an unexpected form do not hide the id', () => {
    const odd = { ...invoice, status: 7, amount_due: 'none', external_references: 'x' }
    const said = readRilletDelivery({ entity: 'INVOICE', event: 'UPDATED' }, bytes(odd))
    expect(said).toMatchObject({ invoiceId: 'ri-1', status: null, amountDue: null, references: [] })
  })
})

describe('what Rillet says is still due', () => {
  const due = (amount: unknown) => {
    const body = bytes({ ...invoice, amount_due: { amount, currency: 'GBP' } })
    return readRilletDelivery({ entity: 'INVOICE', event: 'UPDATED' }, body)?.amountDue
  }

  test.each(['0', '12.50', '-3.00', '99999999999999999999.0000000001'])('is %s', (amount) => {
    expect(due(amount)).toBe(amount)
  })

  test.each([
    'abc',
    '',
    '1e9999999',
    '1e2',
    'NaN',
    'Infinity',
    '.5',
    '1.',
    '+1',
    ' 1',
    '1\n',
    '0x10',
    '1,00',
    '9'.repeat(21),
    12,
    null,
  ])('is unknown when it says %j', (amount) => {
    expect(due(amount)).toBeNull()
  })
})

test('what either vendor says goes into Postgres’ JSON, whatever characters it holds', () => {
  const rillet = Buffer.from(JSON.stringify({ ...invoice, status: 'PA\0ID\ud800' }))
  const said = readRilletDelivery({ entity: 'INVOICE', event: 'UPDATED' }, rillet)
  expect(said).toMatchObject({ invoiceId: 'ri-1', status: 'PAID\ufffd' })
  const resource = { id: 'si-1', status: 'FI\0NAL', invoiceNumber: 'SEQ-\udc00' }
  const news = { notificationType: 'INVOICE_UPDATED', sequenceAccountId: 'a', resource }
  expect(readSequenceDelivery(bytes(news))).toMatchObject({
    invoiceId: 'si-1',
    status: 'FINAL',
    number: 'SEQ-\ufffd',
  })
})

describe('a delivery of Sequence', () => {
  const envelope = {
    notificationType: 'INVOICE_UPDATED',
    sequenceAccountId: 'a-1',
    resourceId: 'si-1',
    resource: { id: 'si-2', status: 'FINAL', updatedAt: '2026-05-01T10:00:00Z' },
  }

  test('resource.id wins over resourceId', () => {
    expect(readSequenceDelivery(bytes(envelope))).toMatchObject({
      invoiceId: 'si-2',
      status: 'FINAL',
      accountId: 'a-1',
      version: '2026-05-01T10:00:00.000Z',
    })
  })

  test('without a resource, resourceId names the invoice and nothing else is known', () => {
    const { resource: _, ...bare } = envelope
    expect(readSequenceDelivery(bytes(bare))).toMatchObject({
      invoiceId: 'si-1',
      status: null,
      version: null,
    })
  })

  test('events that are not about invoices are not followed', () => {
    const said = readSequenceDelivery(bytes({ ...envelope, notificationType: 'CUSTOMER_UPDATED' }))
    expect(said).toMatchObject({ event: 'CUSTOMER_UPDATED', invoiceId: null })
  })

  test('an id that is no id cannot be read; other odd values are left out', () => {
    const odd = { ...envelope.resource, id: 'a/../b', status: 'x'.repeat(201) }
    expect(readSequenceDelivery(bytes({ ...envelope, resource: odd }))).toBeNull()
    const named = { ...odd, id: 'si-2' }
    expect(readSequenceDelivery(bytes({ ...envelope, resource: named }))).toMatchObject({
      invoiceId: 'si-2',
      status: null,
    })
  })

  test.each([
    ['{'],
    ['{"notificationType":"A\\u0000"}'],
    ['[]'],
    ['{"notificationType":""}'],
    ['{"notificationType":"INVOICE_UPDATED"}'],
  ])('%s cannot be read', (body) => {
    expect(readSequenceDelivery(Buffer.from(body))).toBeNull()
  })

  test('a byte order mark does not matter', () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(envelope)])
    expect(readSequenceDelivery(body)?.invoiceId).toBe('si-2')
  })
})
