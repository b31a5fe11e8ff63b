import { createHmac } from 'node:crypto'
import { sameText } from './same-text.ts'

export type SequenceSignature = {
  /** As signed: Unix milliseconds in text. */
  timestamp: string
  /** Lower-case hex, 64 characters each. */
  signatures: string[]
}

const maxParts = 12

/**
 * Takes `t=…,s=…` apart; several `s` are allowed, other keys are ignored. Null when the header is
 * not exactly of that form.
 */
export function parseSequenceSignature(header: string): SequenceSignature | null {
  const parts = header.split(',').map((part) => part.trim())
  if (parts.length > maxParts || !parts.every((part) => /^\w+=/.test(part))) return null
  const valuesOf = (key: string) =>
    parts.filter((part) => part.startsWith(`${key}=`)).map((part) => part.slice(key.length + 1))

  const [timestamp, another] = valuesOf('t')
  const signatures = valuesOf('s').filter((hex) => /^[0-9a-f]{64}$/.test(hex))
  if (timestamp === undefined || another !== undefined || !/^\d{10,14}$/.test(timestamp)) {
    return null
  }
  return signatures.length === 0 ? null : { timestamp, signatures }
}

/**
 * The signature that one of the policy's secrets made, or null. Message: `t.body`, HMAC-SHA256; the
 * key is the whole secret with its `whsec_`.
 */
export function verifiedSignature(
  { timestamp, signatures }: SequenceSignature,
  body: Buffer,
  secrets: string[],
): string | null {
  const expected = secrets
    .filter((secret) => secret !== '')
    .map((secret) =>
      createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex'),
    )
  return expected.find((right) => signatures.some((one) => sameText(one, right))) ?? null
}

/** When it was signed. Eleven digits or fewer were seconds in an older text of the vendor. */
export function signedAt({ timestamp }: SequenceSignature): Date {
  return new Date(Number(timestamp) * (timestamp.length <= 11 ? 1_000 : 1))
}
