import { z } from 'zod'

/** Money and quantities as both vendors send them: decimal text. A JSON number does not pass: it was read as a float. */
export const Decimal = z
  .string()
  .max(50)
  .regex(/^-?\d+(\.\d+)?$/)

export const Id = z.string().min(1).max(200)

/** `YYYY-MM-DD`. */
export const Day = z.iso.date()

/** An instant as the vendor wrote it: its digits are compared later, so it is not reformatted. */
export const Instant = z.iso.datetime({ offset: true })

/** Absent and null mean the same to both vendors: null inside. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? null)

export const listOf = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .nullish()
    .transform((items) => items ?? [])
