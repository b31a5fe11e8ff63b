import type { z } from 'zod'
import type { Period, Settings, SourceInvoice, SourceLine } from '../domain/model.ts'
import { equal } from '../domain/money.ts'
import { productFor } from '../domain/products.ts'
import type { TaxChoice } from '../domain/tax.ts'
import type { Db } from '../store/connect.ts'
import { productLinks } from '../store/link.ts'
import { type ProductNames, productNames } from '../store/link-names.ts'
import type { RemoteLine } from '../store/remote-invoice.ts'
import type { ConnectionRow } from '../store/schema.ts'
import type { LineView } from './schemas/invoice-sides.ts'

type Line = z.infer<typeof LineView>
type Theirs = NonNullable<Line['rillet']>

type Compared = {
  connection: ConnectionRow
  settings: Settings
  ours: SourceInvoice | null
  /** In the order of our lines. */
  taxCodes: TaxChoice[]
  theirs: RemoteLine[] | null
}

/** The lines of both sides in pairs: by our reference on Rillet's line, else by their places. */
export async function comparedLines(db: Db, compared: Compared): Promise<Line[]> {
  const { connection, settings, ours, taxCodes, theirs } = compared
  const { account_id: accountId, organization_id: organizationId } = connection
  const ourLines = ours?.lines ?? []
  const productIds = [...new Set(ourLines.flatMap(({ productId }) => productId ?? []))]
  const [products, names] = await Promise.all([
    organizationId === null ? {} : productLinks(db, accountId, organizationId, productIds),
    productNames(db, accountId, {
      sourceIds: productIds,
      rilletIds: (theirs ?? []).map(({ productId }) => productId),
    }),
  ])
  const theirSide = (line: RemoteLine): Theirs => ({
    id: line.id,
    title: line.description,
    productId: line.productId,
    productName: names.rillet.get(line.productId) ?? null,
    net: line.net,
    tax: line.tax,
    servicePeriod: line.period,
  })
  const pairs = paired(ourLines, theirs ?? [])
  const rows = pairs.both.map(([line, other], index): Line => {
    const choice = productFor(index + 1, line, { settings, products })
    const rilletProductId = choice.kind === 'known' ? choice.rilletId : null
    return {
      number: index + 1,
      sequence: {
        ...ourSide(line, names),
        taxCode: taxCodes[index]?.code ?? null,
        rilletProductId,
      },
      rillet: other === null ? null : theirSide(other),
      agrees: other === null ? null : agree(line, other, rilletProductId),
    }
  })
  const alone = pairs.alone.map(
    (line, index): Line => ({
      number: rows.length + index + 1,
      sequence: null,
      rillet: theirSide(line),
      agrees: null,
    }),
  )
  return [...rows, ...alone]
}

function ourSide(line: SourceLine, names: ProductNames) {
  const { id, title, description, quantity, productId, servicePeriod, taxRate } = line
  return {
    id,
    title,
    group: line.groupTitle,
    description,
    quantity,
    productId,
    productName: productId === null ? null : (names.source.get(productId) ?? null),
    net: line.netTotal,
    tax: line.totalTax,
    gross: line.grossTotal,
    taxRate,
    taxCategoryId: line.taxCategoryId,
    servicePeriod,
  }
}

type Pairs = { both: [SourceLine, RemoteLine | null][]; alone: RemoteLine[] }

function paired(ours: SourceLine[], theirs: RemoteLine[]): Pairs {
  const named = theirs.some(({ lineId }) => ours.some(({ id }) => id === lineId))
  const otherOf = (line: SourceLine, index: number) =>
    (named ? theirs.find(({ lineId }) => lineId === line.id) : theirs[index]) ?? null
  const both = ours.map((line, index): [SourceLine, RemoteLine | null] => [
    line,
    otherOf(line, index),
  ])
  const taken = new Set(both.map(([, other]) => other))
  return { both, alone: theirs.filter((line) => !taken.has(line)) }
}

/** A period that Sequence does not give is Rillet's own to choose. */
const agree = (line: SourceLine, other: RemoteLine, rilletProductId: string | null): boolean =>
  equal(line.netTotal, other.net) &&
  (rilletProductId === null || rilletProductId === other.productId) &&
  (line.servicePeriod === null || isSame(line.servicePeriod, other.period))

const isSame = (left: Period, right: Period | null) =>
  left.start === right?.start && left.end === right.end
