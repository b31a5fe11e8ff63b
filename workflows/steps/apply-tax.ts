import type { Problem } from '../../domain/model.ts'
import { taxProblems } from '../../domain/tax.ts'
import type { Source } from './source.ts'

/** The tax code of each line, by the customer's tax status and the product's tax category. */
export const applyTax = ({ facts, context }: Source): Problem[] =>
  taxProblems(facts, context.settings)
