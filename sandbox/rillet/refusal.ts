import type { SwitchValues } from './switches.ts'

export type Violation = { field: string; message: string }

export type Problem = {
  type: string
  title: string
  status: number
  detail?: string
  violations?: Violation[]
  message?: string
  errors?: Violation[]
}

type Kind = 'validation' | 'business' | 'related' | 'plain'

/** An answer other than success, thrown by whoever notices and worded in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: Kind
  readonly status: number
  readonly slug: string
  readonly violations: Violation[]

  constructor(
    kind: Kind,
    status: number,
    slug: string,
    detail: string,
    violations: Violation[] = [],
  ) {
    super(detail)
    this.kind = kind
    this.status = status
    this.slug = slug
    this.violations = violations
  }
}

/** The body is not acceptable as it stands. */
export const invalid = (...violations: Violation[]): Refusal => {
  const detail = violations.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new Refusal('validation', 400, 'constraint-violation', detail, violations)
}

/** A rule of the books says no; `name` is the end of the problem's type. */
export const refused = (name: string, detail: string): Refusal =>
  new Refusal('business', 400, `exception/${name}`, detail)

/** The body names an object that this organization does not have. */
export const relatedMissing = (what: string, id: string): Refusal =>
  new Refusal('related', 400, `exception/${what}_not_found`, `No ${what} exists with id ${id}.`)

/** The path names an object that this organization does not have. */
export const notFound = (what: string): Refusal =>
  new Refusal('plain', 404, 'not-found', `${what} was not found.`)

export const plain = (status: number, slug: string, detail: string): Refusal =>
  new Refusal('plain', status, slug, detail)

/** The refusal as the wire shows it under the current reading of the doubts. */
export function problemOf(refusal: Refusal, switches: SwitchValues): Problem {
  const status = statusOf(refusal, switches)
  const type = `https://rillet.io/${refusal.slug}`
  if (refusal.kind !== 'validation') {
    return { type, title: titleOf(refusal.slug), status, detail: refusal.message }
  }
  const head = { type, title: 'Constraint Violation', status }
  switch (switches.violations) {
    case 'listed':
      return { ...head, violations: refusal.violations }
    case 'message':
      return { ...head, message: refusal.message }
    case 'errors':
      return { ...head, errors: refusal.violations }
  }
}

function statusOf({ kind, status }: Refusal, switches: SwitchValues): number {
  switch (kind) {
    case 'business':
      return Number(switches.refusalStatus)
    case 'related':
      return Number(switches.missingRelated)
    case 'validation':
    case 'plain':
      return status
  }
}

function titleOf(slug: string): string {
  const words = slug.replace('exception/', '').replace(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
