import type { Problem } from './model.ts'

/** Each problem once, in the order of first mention; equal in code, cause and params is the same problem. */
export const distinctProblems = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [keyOf(problem), problem])).values(),
]

const keyOf = ({ code, blockedOn, params }: Problem) => JSON.stringify([code, blockedOn, params])
