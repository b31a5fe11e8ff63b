import type { Violation } from './problem.ts'

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
  switch (keyword) {
    case 'invalid_type':
      return / undefined$/.test(message)
        ? `This field is missing: add it, as ${kinds(params['expected'])}.`
        : `This must be ${kinds(params['expected'])}: give it as one.`
    case 'invalid_value':
      return `This must be one of ${listed(params['values'])}: choose one of them.`
    case 'too_small':
      return `This must be at least ${params['minimum']} ${unit(params['origin'])}: give more.`
    case 'too_big':
      return `This must be at most ${params['maximum']} ${unit(params['origin'])}: give less.`
    default:
      return `This ${message.replace(/\.$/, '')}: change it to that form.`
  }
}

const kinds = (expected: unknown) =>
  ({ string: 'text', boolean: 'true or false', array: 'a list', object: 'an object' })[
    String(expected)
  ] ?? `a ${expected}`

const listed = (values: unknown) =>
  Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : 'a fixed set'

const unit = (origin: unknown) =>
  ({ string: 'characters long', array: 'items long' })[String(origin)] ?? 'in value'
