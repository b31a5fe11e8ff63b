export type Violation = { field: string; message: string }

/** What a vendor says about a refusal, in one form. Texts are cut to 2,000 characters. */
export type VendorProblem = {
  type: string | null
  title: string | null
  detail: string | null
  status: number | null
  violations: Violation[]
}

/**
 * Reads an error's body leniently: problem+json, plain JSON with a `message`, Sequence's
 * `{error:{type,message,errors}}` and `{errors:[{key,error}]}`, any text (kept as `detail`).
 * Null when the body is empty.
 */
export function parseProblem(body: string): VendorProblem | null {
  const text = body.trim()
  if (text === '') return null
  const top = fieldsOf(parseJson(text))
  if (top === null) return { ...nothing, detail: cut(text) }

  const inner = fieldsOf(top['error']) ?? top
  const nested = [inner['violations'], inner['errors'], top['errors']].find(Array.isArray) ?? []
  return {
    type: textOf(inner['type']),
    title: textOf(inner['title']),
    detail: textOf(inner['detail']) ?? textOf(inner['message']) ?? textOf(top['error']),
    status: typeof inner['status'] === 'number' ? inner['status'] : null,
    violations: nested.slice(0, maxViolations).flatMap(violationOf),
  }
}

/** The last part of the problem's type, such as `currency_mismatch`; null where there is none. */
export const typeSuffixOf = (problem: Pick<VendorProblem, 'type'> | null): string | null =>
  problem?.type?.split('/').at(-1) || null

const maxViolations = 100
const nothing = { type: null, title: null, detail: null, status: null, violations: [] }

function violationOf(entry: unknown): Violation[] {
  const fields = fieldsOf(entry)
  if (fields === null) return typeof entry === 'string' ? [{ field: '', message: cut(entry) }] : []
  const field = textOf(fields['field']) ?? textOf(fields['key']) ?? textOf(fields['code']) ?? ''
  const message = textOf(fields['message']) ?? textOf(fields['error']) ?? ''
  return [{ field, message }]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return Object.fromEntries(Object.entries(value))
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? cut(value) : null)
const cut = (text: string) => text.slice(0, 2_000)
