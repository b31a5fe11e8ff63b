import { customerProblems } from '../../domain/checks.ts'
import type { Problem } from '../../domain/model.ts'
import type { Source } from './source.ts'

/** A sync never creates a customer: a person links it, and its currency must be the invoice's. */
export const ensureCustomerLinked = ({ facts, context }: Source): Problem[] =>
  customerProblems(facts, context)
