import type { Violation } from './schemas/problem.ts'

/** One finding of the validator, as fastify-type-provider-zod gives it. */
type Finding = {
  keyword: string
  instancePath: string
  message?: string | undefined
  params: Record<string, unknown>
}

/** Findings in words: each names the field, the rule, and how to keep it. `context` is body, querystring or params. */
export function violationsOf(context: string, findings: readonly Finding[]): Violation[] {
  return findings.flatMap((finding) => {
    const field = [context, ...finding.instancePath.split('/').filter(Boolean)].join('.')
    const { keys } = finding.params
    return Array.isArray(keys)
      ? keys.map((key) => ({
          field: `${field}.${key}`,
          message: 'This field is not known here: leave it out, or mend its name.',
        }))
      : [{ field, message: sentence(finding) }]
  })
}

function sentence({ keyword, message = '', params }: Finding): string {
  const { expected, values, origin, minimum, maximum } = params
  switch (keyword) {
    case 'invalid_type':
      return message.endsWith(' undefined')
        ? `This field is missing: add it, as ${kind(expected)}.`
        : `This must be ${kind(expected)}: give it as one.`
    case 'invalid_value':
      return `This must be one of ${listed(values)}: choose one of them.`
    case 'too_small':
      return `This must be at least ${String(minimum)} ${unit(origin)}: give more.`
    case 'too_big':
      return `This must be at most ${String(maximum)} ${unit(origin)}: give less.`
    default:
      return `This ${message.replace(/\.$/, '')}: change it to that form.`
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}
const kind = (expected: unknown) => kinds[String(expected)] ?? `of the kind “${String(expected)}”`

const listed = (values: unknown) =>
  Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : 'a fixed set'

const units: Record<string, string> = { string: 'characters long', array: 'items long' }
const unit = (origin: unknown) => units[String(origin)] ?? 'in value'
