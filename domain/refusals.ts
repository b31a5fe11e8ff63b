import {
  type FailureCode,
  failureNameOf,
  type Meaning,
  meaningOf,
  type Vendor,
} from './failure-table.ts'
import type { InvoiceFacts, Problem } from './model.ts'
import {
  apiKeyRefused,
  currencyMismatch,
  missingSetup,
  periodClosed,
  rilletRefused,
  sequenceKeyRefused,
  sequenceNotFound,
  sequenceRefused,
} from './problems.ts'

/** A vendor's refusal as the clients give it; `status` is the answer's. */
export type VendorRefusal = {
  type: string | null
  title: string | null
  detail: string | null
  violations: readonly { field: string; message: string }[]
}

/** What the call was about, as far as a refusal can name it; `what` and `id` of something in Sequence. */
export type About = Partial<Pick<InvoiceFacts, 'accountingDate' | 'customerId' | 'currency'>> & {
  what?: string
  id?: string
}

/**
 * The problem that a code of the failure table stands for. What it needs and the call was not about
 * keeps the vendor's own sentence instead.
 */
export function problemFor(
  code: FailureCode,
  { status, refusal }: { status: number; refusal: VendorRefusal | null },
  { accountingDate, customerId, currency = 'another currency', what, id }: About,
): Problem {
  const sentence = sentenceOf(status, refusal)
  switch (code) {
    case 'api_key_refused':
      return apiKeyRefused()
    case 'sequence_key_refused':
      return sequenceKeyRefused()
    case 'missing_setup':
      return missingSetup()
    case 'period_closed':
      return accountingDate === undefined ? rilletRefused(sentence) : periodClosed(accountingDate)
    case 'currency_mismatch':
      return customerId === undefined
        ? rilletRefused(sentence)
        : currencyMismatch(customerId, currency, 'another currency')
    case 'sequence_not_found':
      return what === undefined || id === undefined
        ? sequenceRefused(sentence)
        : sequenceNotFound(what, id)
    case 'rillet_refused':
      return rilletRefused(sentence)
    case 'sequence_refused':
      return sequenceRefused(sentence)
  }
}

/**
 * What Rillet's refusal of a write means, by status and the last part of its type, never by its text.
 * What is not recognized keeps Rillet's own sentence.
 */
export const rilletRefusal = (status: number, refusal: VendorRefusal | null, about: About) =>
  refusalBy('rillet', status, refusal, about)

/** What Sequence's refusal means. */
export const sequenceRefusal = (status: number, refusal: VendorRefusal | null, about: About = {}) =>
  refusalBy('sequence', status, refusal, about)

function refusalBy(
  vendor: Vendor,
  status: number,
  refusal: VendorRefusal | null,
  about: About,
): Problem {
  const type = refusal?.type?.split('/').at(-1) || null
  const answered = { vendor, status, type }
  const meaning = meaningOf({ ...answered, failure: failureNameOf(answered), operation: 'create' })
  const code = isCode(meaning) ? meaning : vendorRefused[vendor]
  return problemFor(code, { status, refusal }, about)
}

/** True for what waits for a person or a mended cause. */
export const isCode = (meaning: Meaning): meaning is FailureCode =>
  meaning !== 'again' && meaning !== 'in_doubt' && meaning !== 'gone'

const vendorRefused = { rillet: 'rillet_refused', sequence: 'sequence_refused' } as const

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
