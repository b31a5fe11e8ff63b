import { createHmac } from 'node:crypto'
import { sameText } from './same-text.ts'

/** The `X-Rillet-…` headers exactly as received: they are part of what is signed. */
export type RilletHeaders = {
  signature: string
  timestamp: string
  id: string
  entity: string
  event: string
}

const maxSignatures = 10

/**
 * Whether any of the header's signatures was made with any of the webhook tokens. Message:
 * `timestamp.id.entity.event.body`, HMAC-SHA256, base64. A token's key is its base64-decoded bytes;
 * Rillet does not say so, hence its UTF-8 bytes are tried second.
 */
export function isFromRillet(headers: RilletHeaders, body: Buffer, tokens: string[]): boolean {
  const { signature, timestamp, id, entity, event } = headers
  const given = signature.split(',', maxSignatures).map((part) => part.trim())
  const head = Buffer.from(`${timestamp}.${id}.${entity}.${event}.`)
  const expected = tokens
    .flatMap((token) => [Buffer.from(token, 'base64'), Buffer.from(token)])
    .filter((key) => key.length > 0)
    .map((key) => createHmac('sha256', key).update(head).update(body).digest('base64'))
  return expected.some((right) => given.some((one) => sameText(one, right)))
}
