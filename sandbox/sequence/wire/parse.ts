import type { z } from 'zod'
import { type Issue, Refusal } from '../refusal.ts'
import type { World } from '../world.ts'

/**
 * The value as the schema's type, or a 400 that names every field that is wrong.
 * Unknown fields are refused, or dropped where `unknownFields` says so.
 */
export function parse<T>(
  world: World,
  schema: z.ZodType<T>,
  value: unknown,
  refuse: (issues: Issue[]) => Refusal = asValidationError,
): T {
  const first = schema.safeParse(value)
  if (first.success) return first.data
  if (world.switches().unknownFields === 'refused') throw refuse(issuesOf(first.error))

  const second = schema.safeParse(withoutUnknown(value, first.error))
  if (second.success) return second.data
  throw refuse(issuesOf(second.error))
}

function asValidationError(issues: Issue[]): Refusal {
  const fields = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  return new Refusal(400, 'validationError', `request is not valid (${fields})`, issues)
}

function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map((issue) => ({
    code: issue.code,
    message: issue.message,
    key: issue.path.map(String).join('.'),
  }))
}

function withoutUnknown(value: unknown, error: z.ZodError): unknown {
  const copy: unknown = structuredClone(value)
  for (const issue of error.issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const owner = issue.path.reduce<unknown>((at, key) => child(at, key), copy)
    if (isRecord(owner)) for (const key of issue.keys) delete owner[key]
  }
  return copy
}

const child = (value: unknown, key: PropertyKey): unknown =>
  isRecord(value) ? value[String(key)] : undefined

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
