import { z } from 'zod'

/** An id in a signed body: it becomes part of rows, workflow ids and paths. */
export const SaidId = z.string().regex(/^[\w-]{1,100}$/)

/** A word or figure in a signed body; null when it is absent, or nothing that Postgres can hold. */
export const SaidText = z
  .string()
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what Postgres refuses
  .regex(/^[^\0]*$/)
  .nullish()
  .catch(null)
