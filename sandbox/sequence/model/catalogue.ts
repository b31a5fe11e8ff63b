export type Product = {
  id: string
  name: string
  label: string | null
  taxCategoryId: string | null
  recognitionMethod: string
  createdAt: string
  updatedAt: string
  archivedAt: string | null
}

export type Price = {
  id: string
  productId: string
  name: string
  currency: string
  structure: { pricingType: string } & Record<string, unknown>
  billingFrequency: string
  billingType: string
  status: 'DRAFT' | 'ACTIVE'
  integrationIds: { service: string; id: string; isPending: boolean }[]
  listPriceId: string | null
  createdAt: string
  updatedAt: string
}

/** No endpoint of this version shows it: it is made through the control interface only. */
export type TaxCategory = { id: string; name: string }

export type TaxRate = {
  id: string
  versionId: string
  version: number
  isPublished: boolean
  name: string
  invoiceName: string
  invoiceShortName: string
  description: string | null
  amount: string
  country: string
  region: string | null
  taxCategoryId: string | null
  isArchived: boolean
  updatedAt: string
}
