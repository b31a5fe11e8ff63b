import { randomBytes } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `whsec_` and 32 characters, as the vendor's generated webhook secrets look. */
export const newWebhookSecret = (): string => `whsec_${randomText(32)}`

/** Letters and digits, for ids and secrets of API keys. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
}
