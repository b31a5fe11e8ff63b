import type { InvoiceRef, Problem } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { findLink } from '../store/link.ts'
import { findSentence, saveSentence } from '../store/sentence.ts'

/**
 * The problem as it may enter a history. A vendor's own sentence can hold a name: it is kept beside
 * the invoice, where `withSentence` finds it when the problem is written down.
 */
export async function keepSentence(db: Db, ref: InvoiceRef, problem: Problem): Promise<Problem> {
  if (!('sentence' in problem.params)) return problem
  await saveSentence(db, ref, problem)
  return withoutSentence(problem)
}

/** For problems that are kept whole elsewhere: a product's with its link. */
export const withoutSentence = (problem: Problem): Problem =>
  'sentence' in problem.params
    ? { ...problem, params: { ...problem.params, sentence: '' } }
    : problem

/** The problem with the vendor's words, as people read it. */
export async function withSentence(db: Db, ref: InvoiceRef, problem: Problem): Promise<Problem> {
  if (problem.params['sentence'] !== '') return problem
  const productId = problem.params['product']
  if (productId !== undefined) {
    const link = await findLink(db, ref.accountId, 'product', productId)
    return link?.problem?.code === problem.code ? link.problem : problem
  }
  const sentence = await findSentence(db, ref, problem.code)
  return sentence === null ? problem : { ...problem, params: { ...problem.params, sentence } }
}
