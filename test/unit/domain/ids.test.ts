import { expect, test } from 'vitest'
import {
  causes,
  connectWorkflowId,
  createWorkflowId,
  customerWorkflowId,
  invoiceWorkflowId,
  previewWorkflowId,
} from '../../../domain/ids.ts'

test('ids are functions of the document', () => {
  const ref = { accountId: 'a', invoiceId: 'i' }
  expect(invoiceWorkflowId(ref)).toBe('invoice/a/i')
  expect(createWorkflowId('a', 'product', 'p')).toBe('create/a/product/p')
  expect(customerWorkflowId('a', 'c')).toBe('customer/a/c')
  expect(connectWorkflowId('a')).toBe('connect/a')
  expect(previewWorkflowId(ref)).toBe('preview/a/i')
})

test('causes are named as the search attribute names them', () => {
  expect(causes.customer('c')).toBe('customer:c')
  expect(causes.product('p')).toBe('product:p')
  expect(causes.period('2026-05-31')).toBe('period:2026-05')
  expect(causes.key).toBe('connection:key')
})
