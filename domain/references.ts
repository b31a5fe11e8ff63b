import { BUILT_IN_REFERENCE_TYPE, REFERENCE_TYPE } from './ids.ts'
import type { AnsweredReference, ExternalReference } from './wire.ts'

/**
 * The references of a header, customer or product: ours, and the built-in one without which Rillet's revenue
 * recognition refuses a document from elsewhere.
 */
export const headerReferences = (id: string, url: string): ExternalReference[] => [
  { type: REFERENCE_TYPE, id, url },
  { type: BUILT_IN_REFERENCE_TYPE, id, url },
]

/** The reference of a line: never ours, which an organization may restrict to one per document. */
export const lineReferences = (id: string, url: string): ExternalReference[] => [
  { type: BUILT_IN_REFERENCE_TYPE, id, url },
]

/** The id in our own reference of something in Rillet; null when it carries none. */
export const referencedId = (references: readonly AnsweredReference[] | null | undefined) =>
  references?.find(({ type }) => type === REFERENCE_TYPE)?.id ?? null

/** Where an invoice of ours is looked at when no template is set. */
export const defaultInvoiceUrlTemplate = (publicUrl: string) => `${base(publicUrl)}/invoices/{id}`
export const customerUrlTemplate = (publicUrl: string) => `${base(publicUrl)}/customers/{id}`
export const creditNoteUrlTemplate = (publicUrl: string) => `${base(publicUrl)}/credit-notes/{id}`
export const productUrlTemplate = (publicUrl: string) => `${base(publicUrl)}/products/{id}`

/** Puts an id into a template with `{id}`; null unless an absolute http(s) address comes out. */
export function linkTo(template: string, id: string): string | null {
  if (!template.includes('{id}')) return null
  const url = template.replaceAll('{id}', encodeURIComponent(id))
  return /^https?:\/\//.test(url) && URL.canParse(url) ? url : null
}

const base = (url: string) => url.replace(/\/+$/, '')
