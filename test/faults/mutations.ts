import { ofTurns } from './mutations/budget.ts'
import { ofCreating } from './mutations/create-once.ts'
import { ofDifferences } from './mutations/differences.ts'
import { ofTheLife } from './mutations/life.ts'
import type { Mutation } from './mutations/mutation.ts'
import { ofTheRest } from './mutations/rest.ts'

export type { Mutation } from './mutations/mutation.ts'

export const mutations: readonly Mutation[] = [
  ...ofCreating,
  ...ofTurns,
  ...ofTheLife,
  ...ofDifferences,
  ...ofTheRest,
]
