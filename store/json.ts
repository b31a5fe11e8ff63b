/**
 * JSON as Postgres takes it: it refuses NUL and half a character in text, and one such character in a
 * vendor's or a person's words must not hold up an invoice. Both become the replacement character.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? plainText(part) : part))

/** Text that Postgres can hold. */
export const plainText = (text: string): string =>
  text.replaceAll('\u0000', '\uFFFD').toWellFormed()
