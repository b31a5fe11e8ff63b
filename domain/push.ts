import { dateUpdate } from './dates.ts'
import type { RemoteDetail } from './detail.ts'
import type { InvoiceFacts, Period } from './model.ts'
import type { AnsweredInvoice, AnsweredReference, RrInvoiceUpdate } from './wire.ts'

/** What the sync would send of a line; null says nothing of it. */
export type PushedLine = { lineId: string; description: string; period: Period | null }

type Source = Pick<InvoiceFacts, 'accountingDate' | 'dueDate' | 'invoiceNumber'>
type Referring = { external_references?: readonly AnsweredReference[] | null | undefined }

export type Push = {
  source: Source
  rillet: AnsweredInvoice & { items: Referring[] }
  /** What counted as right of the lines before Rillet's users changed them. */
  base: RemoteDetail | null
  /** The lines as Sequence has them now, by their ids there; those that are not found keep their base. */
  lines: readonly PushedLine[]
}

/**
 * The update that writes Sequence's side over what Rillet's users changed: dates, number, and of each line
 * its text and service period. Amounts, products and the number of lines are beyond any update.
 */
export function pushUpdate({ source, rillet, base, lines }: Push): RrInvoiceUpdate {
  const undated = lines.filter(({ period }) => period === null).map(({ lineId }) => lineId)
  const update = dateUpdate(source, rillet, new Set(undated))
  const items = update.items.map((item, index) => {
    const before = base?.lines.find(({ id }) => id === item.id)
    const ours = lines.find(({ lineId }) => refersTo(rillet.items[index], lineId))
    const description = ours?.description ?? before?.description ?? item.description
    const isMoving = rillet.items[index]?.revenue?.period && !item.revenue?.period
    const period = isMoving ? null : (ours?.period ?? before?.period ?? item.revenue?.period)
    return {
      ...item,
      description,
      ...(item.revenue || period
        ? { revenue: { ...item.revenue, ...(period ? { period } : {}) } }
        : {}),
    }
  })
  return { ...update, items }
}

const refersTo = (item: Referring | undefined, lineId: string): boolean =>
  item?.external_references?.some(({ id }) => id === lineId) ?? false
