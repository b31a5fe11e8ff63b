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
  return findings.flatMap(nearest).flatMap((finding) => {
    const field = [context, ...finding.instancePath.split('/').filter(Boolean)].join('.')
    const { keys } = finding.params
    return finding.keyword === 'unrecognized_keys' && Array.isArray(keys)
      ? keys.map((key) => ({
          field: `${field}.${key}`,
          message: 'This field is not known here: leave it out, or mend its name.',
        }))
      : [{ field, message: sentence(finding) }]
  })
}

/** Of something that may have several forms: what is wrong inside the form that it comes nearest to, if it has one. */
function nearest(finding: Finding): Finding[] {
  const inside = formsOf(finding)
    .filter((form) => form.length > 0 && form.every(({ instancePath }) => instancePath !== '/'))
    .toSorted((a, b) => a.length - b.length)
  const [form] = inside
  if (form === undefined) return [finding]
  return form.flatMap((one) =>
    nearest({ ...one, instancePath: `${finding.instancePath}${one.instancePath}` }),
  )
}

/** What each form of a union has against the value. */
function formsOf({ keyword, params: { errors } }: Finding): Finding[][] {
  if (keyword !== 'invalid_union' || !Array.isArray(errors)) return []
  return errors.map((issues: Issue[]) =>
    issues.map(({ code, path, message, ...params }) => ({
      keyword: code,
      instancePath: `/${path.join('/')}`,
      message,
      params,
    })),
  )
}

type Issue = { code: string; path: PropertyKey[]; message: string; [param: string]: unknown }

function sentence(finding: Finding): string {
  const { keyword, message = '' } = finding
  if (isWhole(finding)) return `This ${message}.`
  if (isOurs(message)) return `This ${message.replace(/\.$/, '')}: change it to that form.`
  const forms = formsOf(finding).flatMap((form) => form.slice(0, 1))
  const isMissing = [finding, ...forms].some((one) => one.message?.endsWith(' undefined'))
  if (isMissing) return `This field is missing: add it, as ${formOf(finding)}.`
  switch (keyword) {
    case 'invalid_value':
      return `This must be ${formOf(finding)}: choose ${size(finding) === 1 ? 'that' : 'one of them'}.`
    case 'too_small':
      if (isEmptyText(finding)) return 'This must be filled in: it was left empty.'
      return `This must be ${formOf(finding)}: give more.`
    case 'too_big':
      return `This must be ${formOf(finding)}: give less.`
    case 'invalid_union':
      return `This must be ${formOf(finding)}: give one of these.`
    default:
      return `This must be ${formOf(finding)}: give it as one.`
  }
}

/** Our own rules are worded to follow “This”; the validator’s are not. */
const isOurs = (message: string) => message.startsWith('must ')

/** A rule of ours between fields says itself how it is kept. */
const isWhole = ({ keyword, message = '' }: Finding) =>
  keyword === 'custom' && isOurs(message) && message.includes(': ')

const isEmptyText = ({ params: { origin, minimum } }: Finding) =>
  origin === 'string' && minimum === 1

/** What is wanted, to follow “must be”. */
function formOf(finding: Finding): string {
  const { keyword, message = '', params } = finding
  if (message.startsWith('must be ')) return message.slice('must be '.length)
  const { expected, values, origin, minimum, maximum, divisor, format } = params
  switch (keyword) {
    case 'invalid_type':
      return kinds[String(expected)] ?? `of the kind “${String(expected)}”`
    case 'invalid_value':
      return size(finding) === 1 ? listed(values) : `one of ${listed(values)}`
    case 'too_small':
      return `at least ${String(minimum)} ${units[String(origin)] ?? 'in value'}`
    case 'too_big':
      return `at most ${String(maximum)} ${units[String(origin)] ?? 'in value'}`
    case 'not_multiple_of':
      return `a multiple of ${String(divisor)}`
    case 'invalid_format':
      return formats[String(format)] ?? 'of the form that /api/docs shows'
    case 'invalid_union':
      return unionOf(finding)
    default:
      return 'of the form that /api/docs shows'
  }
}

function unionOf(finding: Finding): string {
  const { options } = finding.params
  if (Array.isArray(options)) return `one of ${listed(options)}`
  const forms = new Set(formsOf(finding).flatMap((form) => form.slice(0, 1).map(formOf)))
  return forms.size === 0 ? 'of the form that /api/docs shows' : [...forms].join(' or ')
}

const kinds: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
}
const formats: Record<string, string> = {
  datetime: 'an instant in UTC, such as 2026-11-01T09:30:00Z',
  date: 'a day of the calendar as YYYY-MM-DD',
  url: 'a web address',
  uuid: 'a UUID',
}
const units: Record<string, string> = { string: 'characters long', array: 'items long' }

const listed = (values: unknown) =>
  Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : 'a fixed set'
const size = ({ params: { values } }: Finding) => (Array.isArray(values) ? values.length : 0)
