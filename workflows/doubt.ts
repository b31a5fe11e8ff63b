import type { UpdateDefinition } from '@temporalio/common'
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
} from '@temporalio/workflow'
import type { ResolveInDoubt } from './messages.ts'
import { resolveInDoubtOf, resolveProblem } from './parse.ts'

/** A person says what became of a create in doubt; `answer` is what came of that. */
export type Asking<A> = { by: ResolveInDoubt; answer: A | null }

export type People<A> = ReturnType<typeof hearPeople<A>>

/**
 * Hears everybody who resolves a doubt of this run. Each is answered with what came of it, or with `unknown`
 * when that takes longer than a person waits.
 */
export function hearPeople<A>(update: UpdateDefinition<A, [ResolveInDoubt]>, unknown: A) {
  const askings: Asking<A>[] = []
  let looking: CancellationScope | null = null
  setHandler(
    update,
    async (by) => {
      const asking: Asking<A> = { by: resolveInDoubtOf(by), answer: null }
      askings.push(asking)
      looking?.cancel()
      await condition(() => asking.answer !== null, '10 s')
      return asking.answer ?? unknown
    },
    { validator, description },
  )
  return {
    isAsked: () => askings.length > 0,
    next: () => askings.shift() ?? null,
    /** The run ends: whoever still waits is told how. */
    answerAll: (answer: A) => {
      for (const asking of askings.splice(0)) asking.answer = answer
    },
    /** Looks for the thing until a person says what became of it; null then. */
    async unlessAsked<T>(look: () => Promise<T>): Promise<T | null> {
      const scope = new CancellationScope()
      looking = scope
      try {
        return await scope.run(look)
      } catch (error) {
        if (isCancellation(error) && askings.length > 0) return null
        throw error
      } finally {
        looking = null
      }
    },
  }
}

const description =
  'Resolve a doubt: {"found": true, "rilletId"} takes that one, {"found": false} creates again.'

function validator(by: unknown): void {
  const problem = resolveProblem(by)
  if (problem !== null) throw ApplicationFailure.nonRetryable(problem, 'invalid')
}
