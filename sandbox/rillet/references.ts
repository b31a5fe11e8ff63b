import type { Listed, Organization, Reference, ReferenceType, Session } from './model.ts'
import { refused } from './refusal.ts'

/** Types that every organization has, next to the slugs it defines itself. */
export const builtInTypes = [
  'CUSTOMER_CUSTOM',
  'CUSTOMER_HISTORICAL',
  'CHARGEBEE',
  'HUBSPOT',
  'METRONOME',
  'ORB',
  'RECURLY',
  'SALESFORCE',
  'STRIPE',
] as const

const isBuiltIn = (type: string) => builtInTypes.some((one) => one === type)

/**
 * Checks the references of one document, header and lines together: types exist, `CUSTOMER_CUSTOM`
 * has its url, a restricted type occurs once at most.
 */
export function checkReferences(
  session: Session,
  header: Reference[],
  lines: Reference[][] = [],
): void {
  const all = [...header, ...lines.flat()]
  for (const reference of all) checkReference(session, reference)
  for (const { slug, restricted } of session.organization.referenceTypes) {
    if (!restricted || all.filter(({ type }) => type === slug).length <= 1) continue
    throw refused(
      'external_reference_type_restricted',
      `External reference type ${slug} may occur only once per document, lines included.`,
    )
  }
}

function checkReference({ world, organization }: Session, { type, url }: Reference): void {
  const known = [...builtInTypes, ...organization.referenceTypes.map(({ slug }) => slug)]
  if (!known.includes(type)) {
    throw refused(
      'external_reference_type_not_found',
      `External reference type does not exist: ${type}. Existing types: ${known.join(', ')}.`,
    )
  }
  if (type === 'CUSTOMER_CUSTOM' && !url && world.switches().customerCustomUrl === 'required') {
    throw refused(
      'external_reference_url_required',
      'External reference type CUSTOMER_CUSTOM needs a url.',
    )
  }
}

/** The revenue-recognition rule: an externally issued invoice and each line name a built-in source. */
export function checkBuiltIn({ world }: Session, header: Reference[], lines: Reference[][]): void {
  if (world.switches().builtInReferenceRule === 'off') return
  if ([header, ...lines].every((references) => references.some(({ type }) => isBuiltIn(type))))
    return
  throw refused(
    'external_reference_built_in_type_required',
    'The invoice and each of its items need an external reference of a built-in type.',
  )
}

/** Only under a switch: no other object of the kind carries one of these references. */
export function checkUnique(
  { world }: Session,
  references: Reference[],
  others: Iterable<Listed & { external_references: Reference[] }>,
  ownId?: string,
): void {
  if (world.switches().referenceUniqueness === 'off') return
  for (const other of others) {
    if (other.id === ownId) continue
    const taken = other.external_references.find(({ type, id }) =>
      references.some((own) => own.type === type && own.id === id),
    )
    if (taken === undefined) continue
    throw refused(
      'external_reference_already_exists',
      `External reference ${taken.type} ${taken.id} is used by ${other.id}.`,
    )
  }
}

/** Adds the slug, or changes whether it is restricted. */
export function setReferenceType(organization: Organization, type: ReferenceType): void {
  removeReferenceType(organization, type.slug)
  organization.referenceTypes.push(type)
}

export function removeReferenceType(organization: Organization, slug: string): void {
  organization.referenceTypes = organization.referenceTypes.filter((type) => type.slug !== slug)
}
