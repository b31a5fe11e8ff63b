import type { z } from 'zod'
import type { World } from './model.ts'
import { invalid, type Violation } from './refusal.ts'

/** The body in the schema's shape, or a refusal that names every violation. */
export function parseBody<T>(world: World, schema: z.ZodType<T>, body: unknown): T {
  const { undeclaredFields, nullOptionals } = world.switches()
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid({ field: '', message: 'a JSON object is required' })
  }
  const given = nullOptionals === 'accepted' ? withoutNulls(body) : body
  return check(schema, undeclaredFields === 'ignored' ? withoutUndeclared(schema, given) : given)
}

/** Query parameters; what is not declared is ignored, as servers do. */
export const parseQuery = <T>(schema: z.ZodType<T>, query: unknown): T => check(schema, query)

function check<T>(schema: z.ZodType<T>, input: unknown): T {
  const { data, error } = schema.safeParse(input)
  if (error) throw invalid(...error.issues.flatMap((issue) => violationsOf(issue, input)))
  return data
}

function violationsOf(issue: z.core.$ZodIssue, input: unknown): Violation[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: fieldName([...issue.path, key]),
      message: 'is not a declared field',
    }))
  }
  const missing = valueAt(input, issue.path) === undefined
  const message = missing ? 'must not be null' : wording(issue)
  return [{ field: fieldName(issue.path), message }]
}

function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_union':
      return 'is not one of the declared values'
    case 'too_small':
      return issue.origin === 'number'
        ? `must be greater than or equal to ${issue.minimum}`
        : 'must not be empty'
    case 'too_big':
      return issue.origin === 'number'
        ? `must be less than or equal to ${issue.maximum}`
        : `size must be at most ${issue.maximum}`
    default:
      return issue.message
  }
}

/** `items[0].total_amount.amount` */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name === '' ? String(part) : `${name}.${String(part)}`
  }, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    input,
  )
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, part]) => part !== null)
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutNulls(part)]))
}

function withoutUndeclared(schema: z.ZodType, body: unknown): unknown {
  const copy: unknown = structuredClone(body)
  for (const issue of schema.safeParse(copy).error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') continue
    const holder = valueAt(copy, issue.path)
    if (typeof holder !== 'object' || holder === null) continue
    for (const key of issue.keys) Reflect.deleteProperty(holder, key)
  }
  return copy
}
