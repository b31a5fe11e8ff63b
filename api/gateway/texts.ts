import { z } from 'zod'

/** An id in a signed body: it becomes part of rows, workflow ids and paths. */
export const SaidId = z.string().regex(/^[\w-]{1,100}$/)

/** A word in a signed body, as Postgres can hold it; null when it is absent or none. */
export const SaidText = z.string().max(200).transform(plain).nullish().catch(null)

/** An amount in a signed body; null when it is absent, or no decimal that a sum can have. */
export const SaidAmount = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,10})?$/)
  .nullish()
  .catch(null)

/** Postgres' JSON takes neither NUL nor half a character: they must not hold up what the rest says. */
function plain(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
