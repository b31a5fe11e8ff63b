import type { InvoiceFacts, Problem } from './model.ts'
import {
  apiKeyRefused,
  currencyMismatch,
  missingSetup,
  periodClosed,
  rilletRefused,
  sequenceKeyRefused,
  sequenceRefused,
} from './problems.ts'

/** A vendor's refusal as the clients give it; `status` is the answer's. */
export type VendorRefusal = {
  type: string | null
  title: string | null
  detail: string | null
  violations: readonly { field: string; message: string }[]
}

/** What was being written, as far as a refusal can name it. */
export type About = Partial<Pick<InvoiceFacts, 'accountingDate' | 'customerId' | 'currency'>>

/**
 * What Rillet's refusal means, by status and the last part of its type, never by its text. What is not
 * recognized keeps Rillet's own sentence.
 */
export function rilletRefusal(
  status: number,
  refusal: VendorRefusal | null,
  about: About,
): Problem {
  if (status === 401 || status === 403) return apiKeyRefused()
  const name = refusal?.type?.split('/').at(-1)
  if (name === 'external_reference_type_not_found') return missingSetup()
  if (name !== undefined && closedPeriod.has(name) && about.accountingDate !== undefined) {
    return periodClosed(about.accountingDate)
  }
  if (name === 'currency_mismatch' && about.customerId !== undefined) {
    return currencyMismatch(
      about.customerId,
      about.currency ?? 'another currency',
      'another currency',
    )
  }
  return rilletRefused(sentenceOf(status, refusal))
}

/** What Sequence's refusal means. */
export function sequenceRefusal(status: number, refusal: VendorRefusal | null): Problem {
  if (status === 401 || status === 403) return sequenceKeyRefused()
  return sequenceRefused(sentenceOf(status, refusal))
}

/**
 * The vendor's own words in one sentence of at most 300 characters. E-mail addresses are struck out, because
 * problems travel where personal data may not.
 */
export function sentenceOf(status: number, refusal: VendorRefusal | null): string {
  const violations = refusal?.violations ?? []
  const fields = violations.map(({ field, message }) => [field, message].filter(Boolean).join(' '))
  const words = [refusal?.detail ?? refusal?.title ?? '', ...fields].filter(Boolean).join('; ')
  const text = words === '' ? `status ${status}, without a reason.` : words
  return text.replaceAll(/[^\s@<>"']+@[^\s@<>"']+/g, '(e-mail)').slice(0, 300)
}

const closedPeriod = new Set(['period_closed', 'accounting_period_closed', 'closed_period'])
