import type { Group, Line } from '../model/invoice.ts'
import { present } from '../wire/shape.ts'
import type { Session } from '../world.ts'

/** A line as the wire shows it. Its tax rate is the one it bears. */
export function viewLine(session: Session, invoiceId: string, line: Line) {
  return present({
    id: line.id,
    invoiceId,
    groupId: line.groupId,
    title: line.title,
    description: line.description,
    quantity: line.quantity,
    rate: line.rate,
    rateDisplay: line.rateDisplay,
    taxRate: line.effectiveTaxRate,
    netTotal: line.netTotal,
    totalTax: line.totalTax,
    grossTotal: line.grossTotal,
    index: line.index,
    priceId: line.priceId,
    productId: line.productId,
    creditGrantId: line.creditGrantId,
    ...periods(session, line),
    externalIds: line.externalIds,
    revenueClassification: line.revenueClassification,
    revenueRecognitionMethod: line.revenueRecognitionMethod,
  })
}

/** A group; the tax category is here and never on a line. */
export function viewGroup({ account }: Session, invoiceId: string, group: Group) {
  const { id, title, description, index, netTotal, totalTax, grossTotal, taxCategoryId } = group
  return present({
    id,
    invoiceId,
    title,
    description,
    index,
    netTotal,
    totalTax,
    grossTotal,
    taxCategory: taxCategoryId === null ? null : account.taxCategories[taxCategoryId],
  })
}

function periods({ switches }: Session, { servicePeriod }: Line) {
  if (servicePeriod === null) return {}
  const forms = switches().servicePeriodForms
  const instants = {
    servicePeriodStart: `${servicePeriod.startDate}T00:00:00Z`,
    servicePeriodEnd: `${servicePeriod.endDate}T23:59:59.999Z`,
  }
  return {
    ...(forms !== 'timestamps' && { servicePeriod }),
    ...(forms !== 'dates' && instants),
  }
}
