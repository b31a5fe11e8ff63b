import type { z } from 'zod'
import type { findBulk, listBulkItems } from '../store/bulk.ts'
import type { BulkDetail, BulkView } from './schemas/bulk.ts'
import { iso } from './schemas/common.ts'

type Row = NonNullable<Awaited<ReturnType<typeof findBulk>>>
type ItemRow = Awaited<ReturnType<typeof listBulkItems>>['items'][number]

export const bulkView = (
  row: Row,
  counts: Record<string, number> = {},
): z.infer<typeof BulkView> => ({
  bulkId: row.bulk_id,
  state: row.state,
  actor: row.actor,
  reason: row.reason,
  filter: row.filter === null ? null : { ...row.filter },
  total: row.total,
  counts: {
    pending: counts['pending'] ?? 0,
    working: counts['working'] ?? 0,
    done: counts['done'] ?? 0,
    held: counts['held'] ?? 0,
    refused: counts['refused'] ?? 0,
    cancelled: counts['cancelled'] ?? 0,
  },
  createdAt: row.created_at.toISOString(),
  endedAt: iso(row.ended_at),
})

export const bulkItemView = (row: ItemRow): z.infer<typeof BulkDetail>['items'][number] => ({
  invoiceId: row.invoice_id,
  number: row.number,
  result: row.result,
  state: row.state,
  errorCode: row.error_code,
  detail: row.detail,
  askedAt: iso(row.asked_at),
})
