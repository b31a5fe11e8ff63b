/** One line of the product, broken on purpose, and the test that has to notice. */
export type Mutation = {
  invariant: string
  /** What is done to it, in words. */
  broken: string
  file: string
  /** Must be found exactly once. */
  find: string
  replace: string
  /** Test files; `slice` is the seeded slice of this suite. */
  caughtBy: readonly string[]
}
